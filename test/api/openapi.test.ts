import { expect, test } from 'vitest';
import { openTestServer } from '../support/test-server.ts';

test('docs/openapi.json is what the server says of itself', async () => {
  const server = await openTestServer();
  const answer = await server.app.inject({ url: '/api/openapi.json' });
  await server.close();
  const described = answer.json();
  expect(described.openapi).toBe('3.1.0');
  // After a change to a route or schema: npx vitest run --project api test/api/openapi.test.ts -u
  await expect(
    `${JSON.stringify({ ...described, info: { ...described.info, version: '' } }, null, 2)}\n`,
  ).toMatchFileSnapshot('../../docs/openapi.json');
});

test('every route that refuses too many tries says so', async () => {
  const server = await openTestServer();
  const { paths } = (await server.app.inject({ url: '/api/openapi.json' })).json();
  const limited = server.app.declaredRoutes.filter(
    ({ method, isRateLimited }) => isRateLimited && method !== 'HEAD',
  );
  await server.close();
  expect(limited.length).toBeGreaterThan(0);
  const silent = limited.filter(({ method, url }) => {
    const path = url.replace(/:(\w+)/g, '{$1}');
    return paths[path]?.[method.toLowerCase()]?.responses['429'] === undefined;
  });
  expect(silent).toEqual([]);
});

test('the description page is there for anyone, under a policy of its own', async () => {
  const server = await openTestServer();
  const page = await server.app.inject({ url: '/docs/' });
  await server.close();
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
});
