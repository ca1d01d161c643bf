// @ts-check

/** Ends the process when this Node.js is too old. Imported first: nothing newer may load before it. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Brownbag needs Node.js 20.19 or newer; this is ${process.versions.node} at ${process.execPath}.\n`,
  );
  process.exit(1);
}
