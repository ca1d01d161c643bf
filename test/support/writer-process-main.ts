/** A process that writes half an object and waits; `writer-process.ts` starts and kills it. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { localStore } from '../../core/engines/store/local.ts';
import { silentLog } from './log.ts';
import { waitUntil } from './wait-until.ts';

const [rootDir = '', key = ''] = process.argv.slice(2);
const incomingDir = join(rootDir, '.incoming');
const store = await localStore({ rootDir, log: silentLog });

async function* halfAnObject() {
  yield Buffer.alloc(1024 * 1024);
  await waitUntil(async () => {
    const [name] = await readdir(incomingDir);
    return name !== undefined && (await stat(join(incomingDir, name))).size > 0;
  });
  process.stdout.write('written\n');
  await new Promise((resolve) => setTimeout(resolve, 2 ** 31 - 1));
}
await store.write(key, Readable.from(halfAnObject()), { maxBytes: Number.POSITIVE_INFINITY });
