// @ts-check
import './setup/node-version.mjs';
import { runChecks } from './setup/checks.mjs';
import { orStop } from './setup/command.mjs';
import { installPackages } from './setup/packages.mjs';

await orStop(async () => {
  await installPackages();
  await runChecks();
});
