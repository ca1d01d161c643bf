import { afterAll, beforeAll } from 'vitest';
import { type Champion, openUploadServer, type UploadServer } from './upload-server.ts';

export let server: UploadServer;
export let ana: Champion;

/**
 * One server and one champion from a file's first test to its last. To be called in each file: several share a
 * process, in which a module is loaded only once.
 */
export function shareUploadServer(): void {
  beforeAll(async () => {
    server = await openUploadServer();
    ana = await server.champion();
  });
  afterAll(() => server.close());
}
