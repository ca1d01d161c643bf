// @ts-check
// Runs what is already built and installs nothing, as images do: without arguments the program,
// with arguments a command (`node server/cli/built.mjs import talks/`).
import './setup/node-version.mjs';
import { runCommand, startProgram } from './setup/program.mjs';

const args = process.argv.slice(2);
await (args.length === 0 ? startProgram() : runCommand(args));
