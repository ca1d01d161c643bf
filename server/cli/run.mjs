// @ts-check
import './setup/node-version.mjs';
import { prepareToRun } from './setup/prepare.mjs';
import { runCommand } from './setup/program.mjs';

await prepareToRun();
await runCommand(process.argv.slice(2));
