/** For test files that need one server and one champion from their first test to their last: importing is enough. */
import { afterAll, beforeAll } from 'vitest';
import { type Champion, openUploadServer, type UploadServer } from './upload-server.ts';

export let server: UploadServer;
export let ana: Champion;
beforeAll(async () => {
  server = await openUploadServer();
  ana = await server.champion();
});
afterAll(() => server.close());
