import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let webDir: string;
beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'brownbag-web-'));
  await mkdir(join(webDir, 'assets'));
  await writeFile(join(webDir, 'index.html'), '<title>Brownbag</title>');
  await writeFile(join(webDir, 'favicon.svg'), '<svg/>');
  await writeFile(join(webDir, 'assets', 'index-1a2b3c.js'), 'export {};');
  server = await openTestServer({ webDir });
});
afterAll(async () => {
  await server.close();
  await rm(webDir, { recursive: true, force: true });
});

const open = (url: string, accept = 'text/html') => server.app.inject({ url, headers: { accept } });

describe('the web app', () => {
  const session = '/sessions/a-talk?t=12';
  const others = ['/sign-in', '/setup', '/new', '/record', '/mine', '/tokens', '/account/password'];
  test.each(['/', session, ...others])(
    'is what a browser gets at %s, always fresh and under a strict policy',
    async (url) => {
      const answer = await open(url);
      expect([answer.statusCode, answer.body]).toEqual([200, '<title>Brownbag</title>']);
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'self';/);
      expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    },
  );

  test('files with a hash in their name are kept for ever, the others asked for again', async () => {
    expect((await open('/assets/index-1a2b3c.js')).headers['cache-control']).toContain('immutable');
    expect((await open('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  test('says 404 in its own words to a person, and as a problem to a program', async () => {
    const person = await open('/no/such/page');
    expect([person.statusCode, person.body]).toEqual([404, '<title>Brownbag</title>']);
    for (const answer of [await open('/no/such/page', '*/*'), await open('/api/nothing')]) {
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  test.each([
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/index.html/../../x',
  ])('serves nothing from outside its folder: %s', async (url) => {
    const answer = await open(url, '*/*');
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('dependencies');
  });
});
