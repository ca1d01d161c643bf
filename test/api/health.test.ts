import { expect, onTestFinished, test } from 'vitest';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { withFallback } from '../../core/engines/search/with-fallback.ts';
import { TransientError } from '../../core/model/errors.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import type { Database } from '../../drizzle/client.ts';
import { openTestDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';
import { openTestServer } from '../support/test-server.ts';

const away = () => Promise.reject(new Error('10.0.0.7 refuses'));
const awayIndex: SearchIndex = {
  ...{ replaceSession: away, removeSession: away, upkeep: away, search: away, find: away, check: away },
  close: async () => {},
};

async function openWith(searchIndex: (db: Database) => SearchIndex) {
  const { db, close } = await openTestDatabase();
  const index = searchIndex(db);
  const server = await openTestServer({ searchIndex: index });
  onTestFinished(async () => {
    await server.close();
    await index.close();
    await close();
  });
  return server;
}

test('a search server that is away degrades what is ready, and does not end it', async () => {
  const server = await openWith((db) =>
    withFallback({ primary: awayIndex, fallback: postgresIndex({ db }), log }),
  );
  const ready = await server.app.inject({ url: '/readyz' });
  expect([ready.statusCode, ready.json().status]).toEqual([200, 'degraded']);
  expect(ready.json().checks.index).toMatchObject({ status: 'degraded' });
  expect(ready.body).not.toContain('10.0.0.7');
  const { headers } = await server.person('member');
  const answer = await server.app.inject({ url: '/api/search?q=owl', headers });
  expect([answer.statusCode, answer.json().isDegraded]).toEqual([200, true]);
});

test('without any index the product is not ready', async () => {
  const server = await openWith(() => awayIndex);
  const ready = await server.app.inject({ url: '/readyz' });
  expect([ready.statusCode, ready.json().status]).toEqual([503, 'failed']);
});

test('when all is well a search says so', async () => {
  const server = await openTestServer();
  onTestFinished(() => server.close());
  expect((await server.app.inject({ url: '/readyz' })).json().status).toBe('ok');
  const { headers } = await server.person('member');
  expect((await server.app.inject({ url: '/api/search?q=owl', headers })).json().isDegraded).toBe(false);
});

test('a search that is not answered in time says that it is worth another try, and nothing of the inside', async () => {
  const late = () => Promise.reject(new TransientError('10.0.0.7 took too long'));
  const server = await openWith(() => ({ ...awayIndex, search: late }));
  const { headers } = await server.person('member');
  const answer = await server.app.inject({ url: '/api/search?q=owl', headers });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json().detail).toContain('Try again');
  expect(answer.body).not.toContain('10.0.0.7');
});
