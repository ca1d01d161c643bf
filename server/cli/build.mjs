// @ts-check
import './setup/node-version.mjs';
import { build } from './setup/build.mjs';
import { orStop } from './setup/command.mjs';
import { installPackages } from './setup/packages.mjs';

await orStop(async () => {
  await installPackages();
  await build();
});
