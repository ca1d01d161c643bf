// @ts-check
import './setup/node-version.mjs';
import { prepareToRun } from './setup/prepare.mjs';

await prepareToRun();
// Into this process, so that signals reach the program directly.
const { main } = await import(new URL('../../dist/node/server/main.js', import.meta.url).href);
await main();
