// @ts-check

const built = new URL('../../../dist/node/', import.meta.url);

/**
 * What was built, of one of its entries, with stacks that name the sources.
 * @param {'main' | 'cli'} entry
 */
async function load(entry) {
  process.setSourceMapsEnabled(true);
  return import(new URL(`${entry}.js`, built).href);
}

/** Into this process, so that signals reach the program directly. */
export async function startProgram() {
  const { main } = await load('main');
  await main();
}

/**
 * Runs a command; its status becomes that of this process.
 * @param {readonly string[]} args
 */
export async function runCommand(args) {
  const { main } = await load('cli');
  process.exitCode = await main(args);
}
