// @ts-check
// Runs what is already built and installs nothing, as images do: without arguments the program,
// with arguments a command (`node server/cli/built.mjs import talks/`).
import './setup/node-version.mjs';

const args = process.argv.slice(2);
const dist = new URL('../../dist/node/server/', import.meta.url);
if (args.length === 0) {
  const { main } = await import(new URL('main.js', dist).href);
  await main();
} else {
  const { main } = await import(new URL('cli/main.js', dist).href);
  process.exitCode = await main(args);
}
