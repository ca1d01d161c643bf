// @ts-check
import './setup/node-version.mjs';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './setup/build.mjs';
import { orStop, root, run, SetupError, say } from './setup/command.mjs';
import { prepareToTest } from './setup/prepare.mjs';

const folder = 'test/bench';
/** Measures nothing: runs only by its name. */
const apart = 'screenshots';

const args = process.argv.slice(2);
const firstOption = args.findIndex((arg) => arg.startsWith('--'));
/** What comes from the first option on is for the benchmark itself, as in `npm run bench:search -- --misses`. */
const options = firstOption < 0 ? [] : args.slice(firstOption);

/** Without names all of them, else those named, as in `npm run bench -- upload`. */
function chosen() {
  const path = join(root, folder);
  const all = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.ts')) : [];
  const names = args.slice(0, args.length - options.length);
  const files = all.map((file) => file.slice(0, -'.ts'.length)).sort();
  const unknown = names.filter((name) => !files.includes(name));
  if (unknown.length > 0 || files.length === 0) {
    throw new SetupError(
      `No benchmark ${unknown.join(', ')} in ${folder}; there are: ${files.join(', ') || 'none'}.`,
    );
  }
  return names.length > 0 ? names : files.filter((name) => name !== apart);
}

await orStop(async () => {
  const names = chosen();
  await prepareToTest();
  await build();
  for (const name of names) {
    say(`\n${name}`);
    const command = ['--import', 'tsx', join(folder, `${name}.ts`), ...options];
    const { status } = await run(process.execPath, command, { isShown: true });
    if (status !== 0) process.exitCode = 1;
  }
});
