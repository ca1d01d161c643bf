import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const manifest = {
  'index.html': { file: 'assets/index-1a2b3c.js', isEntry: true, imports: ['_base.js'] },
  '_base.js': { file: 'assets/base-4d5e6f.js' },
  '_strip.js': { file: 'assets/strip-7a8b9c.js', imports: ['_base.js'], css: ['assets/strip-7a8b9c.css'] },
  'src/pages/session/session-page.tsx': {
    file: 'assets/session-page-0d1e2f.js',
    imports: ['index.html', '_base.js', '_strip.js'],
  },
};

let server: TestServer;
let webDir: string;
beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'brownbag-web-'));
  await mkdir(join(webDir, 'assets'));
  await writeFile(join(webDir, 'index.html'), '<title>Brownbag</title>');
  await writeFile(join(webDir, 'favicon.svg'), '<svg/>');
  await writeFile(join(webDir, 'assets', 'index-1a2b3c.js'), 'export {};');
  await writeFile(join(webDir, 'assets', 'index-1a2b3c.js.gz'), gzipSync('export {};'));
  await mkdir(join(webDir, '.vite'));
  await writeFile(join(webDir, '.vite', 'manifest.json'), JSON.stringify(manifest));
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

  test('scripts are sent compressed to whoever takes them so', async () => {
    const url = '/assets/index-1a2b3c.js';
    const answer = await server.app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(answer.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect(gunzipSync(answer.rawPayload).toString()).toBe('export {};');
    expect((await open(url)).body).toBe('export {};');
  });

  test('the page of a session names what it needs, what all waits for first', async () => {
    const files = [
      '</assets/index-1a2b3c.js>; rel=modulepreload',
      '</assets/base-4d5e6f.js>; rel=modulepreload',
      '</assets/session-page-0d1e2f.js>; rel=modulepreload',
      '</assets/strip-7a8b9c.js>; rel=modulepreload',
      '</assets/strip-7a8b9c.css>; rel=preload; as=style; crossorigin',
    ];
    expect((await open('/sessions/a-talk?t=12')).headers['link']).toBe(files.join(', '));
    const { headers } = await server.app.inject({ url: '/sessions/a%3Etalk', headers: { cookie: 'a=b' } });
    expect(headers['link']).toBe(
      [
        '</api/me>; rel=preload; as=fetch; crossorigin',
        '</api/sessions/a%3Etalk>; rel=preload; as=fetch; crossorigin',
        ...files,
      ].join(', '),
    );
    expect((await open('/')).headers['link']).toBeUndefined();
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
