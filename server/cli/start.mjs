// @ts-check
import './setup/node-version.mjs';
import { prepareToRun } from './setup/prepare.mjs';
import { startProgram } from './setup/program.mjs';

await prepareToRun();
await startProgram();
