// @ts-check
import './setup/node-version.mjs';
import { build } from './setup/build.mjs';
import { runChecks } from './setup/checks.mjs';
import { orStop, run } from './setup/command.mjs';
import { prepareToTest } from './setup/prepare.mjs';

await orStop(async () => {
  await prepareToTest();
  // Neither needs the other. Both end before this process may.
  for (const outcome of await Promise.allSettled([runChecks(), build()]))
    if (outcome.status === 'rejected') throw outcome.reason;
});
const { status } = await run(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)],
  { isShown: true },
);
process.exitCode = status;
