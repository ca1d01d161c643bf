// @ts-check
import './setup/node-version.mjs';
import { prepareToRun } from './setup/prepare.mjs';

await prepareToRun();
const { main } = await import(new URL('../../dist/node/server/cli/main.js', import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
