import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, visit } from '../support/browser.ts';
import { type Client, fixtureFile, problemOf, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { beginUpload, connectTo, filePart, problemIn, uploadHead } from '../support/raw-http.ts';
import { unfinishedFiles } from '../support/unfinished-files.ts';
import { waitUntil } from '../support/wait-until.ts';

const maxUploadBytes = 3_000_000;
let product: Product;
let client: Client;
beforeAll(async () => {
  product = await makeProduct({
    ...withAdmin,
    MAX_UPLOAD_BYTES: String(maxUploadBytes),
    TRANSCRIBER: 'none',
  });
  await product.start();
  client = await signIn(product);
});
afterAll(async () => {
  try {
    // Whatever was sent, it is the same process that has answered everything.
    expect((await client.fetch('/healthz')).status).toBe(200);
    expect(product.log).not.toContain('"level":50');
    expect(await product.stop()).toBe(0);
  } finally {
    await product.remove();
  }
});

/** Folders of sessions in the store, and what is on its way there. */
async function stored(): Promise<string[]> {
  const folders = (await readdir(join(product.dataDir, 'media'))).filter((name) => name !== '.incoming');
  return [...folders, ...unfinishedFiles(product)].sort();
}

/** Sends the pieces as they are, and gives the problem that comes back. */
async function send(...pieces: readonly (string | Uint8Array)[]) {
  const connection = await connectTo(product);
  for (const piece of pieces) connection.write(piece);
  await waitUntil(() => !connection.isOpen || problemIn(connection.answer) !== null);
  const problem = problemIn(connection.answer);
  connection.drop();
  return problem;
}

const blob = (content: string | Uint8Array<ArrayBuffer>) => new Blob([content]);
const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n';

describe('a file that is no recording is refused to the face of whoever sends it', () => {
  test.each<[string, string, number, RegExp]>([
    ['nothing at all', '', 400, /empty/],
    ['text', 'These are the minutes of our meeting.\n'.repeat(100), 415, /not a recording/],
    ['a playlist', playlist, 415, /not a recording/],
    ['a list for concat', "ffconcat version 1.0\nfile '/etc/passwd'\n", 415, /not a recording/],
  ])('%s', async (_what, content, status, detail) => {
    const before = await stored();
    const problem = await problemOf(
      await client.upload({ file: { name: 'meeting.mp4', content: blob(content) } }),
    );
    expect(problem).toMatchObject({ status, detail: expect.stringMatching(detail) });
    expect(await stored()).toEqual(before);
  });

  test('captions that are none', async () => {
    const before = await stored();
    const captions = { name: 'talk.vtt', content: blob('These are the minutes.') };
    const problem = await problemOf(await client.upload({ file: await fixtureFile('voice.m4a'), captions }));
    expect(problem.status).toBe(422);
    expect(problem.errors).toEqual([{ path: 'captions', message: problem.detail }]);
    expect(await stored()).toEqual(before);
  });

  test('a form without any file', async () => {
    const problem = await problemOf(await client.upload({ fields: { title: 'Nothing' } }));
    expect(problem).toMatchObject({ status: 400, detail: expect.stringContaining('file') });
  });
});

describe('a recording that only looks like one ends as failed, with a sentence', () => {
  test.each<[string, string]>([
    ['no-index.mp4', 'The end of this recording is missing'],
    ['many-streams.mkv', 'more than 32 tracks'],
    ['huge-picture.webm', 'neither picture nor sound'],
    ['one-hertz.wav', 'neither picture nor sound'],
  ])('%s', async (name, sentence) => {
    const { id } = await client.add({ file: await fixtureFile(name) });
    const { status, stages } = await client.processed(id);
    expect(status).toBe('failed');
    expect(stages.find((stage) => stage.status === 'failed')?.error).toContain(sentence);
    expect(unfinishedFiles(product)).toEqual([]);
  });

  test('a playlist behind the head of an MP4', async () => {
    const content = blob(`\0\0\0\u0010ftypisom\0\0\0\0${playlist}`);
    const { id } = await client.add({ file: { name: 'meeting.mp4', content } });
    const { status, stages } = await client.processed(id);
    expect({ status, probe: stages[0] }).toMatchObject({ status: 'failed', probe: { status: 'failed' } });
    expect(stages[0]?.error).toMatch(/\.$/);
  });
});

test('a recording that breaks off plays as far as it goes', async () => {
  const { id } = await client.add({ file: await fixtureFile('truncated.mp4') });
  expect((await client.processed(id)).status).toBe('ready');
});

describe('an upload that is too large', () => {
  test('is refused by its declared size before a byte of it is sent, and the connection ends', async () => {
    const connection = await connectTo(product);
    connection.write(uploadHead(client, { 'Content-Length': String(17 * 2 ** 30) }));
    await connection.closed;
    expect(problemIn(connection.answer)).toMatchObject({
      status: 413,
      detail: expect.stringContaining('17.0 GiB'),
    });
  });

  test.each([1, 2_000, 200_000])('by %i bytes is refused, not cut off', async (excess) => {
    const before = await stored();
    const content = blob(`\0\0\0\u0010ftypisom${'\0'.repeat(maxUploadBytes + excess - 12)}`);
    const problem = await problemOf(await client.upload({ file: { name: 'long.mp4', content } }));
    expect(problem).toMatchObject({ status: 413, detail: expect.stringMatching(/\w+ \w+/) });
    expect(await stored()).toEqual(before);
  });

  test('is refused as soon as it has grown too large when it does not declare its size', async () => {
    const before = await stored();
    const connection = await connectTo(product);
    connection.write(uploadHead(client, { 'Transfer-Encoding': 'chunked' }));
    const head = filePart();
    connection.write(`${head.length.toString(16)}\r\n${head}\r\n`);
    connection.write('10\r\n\0\0\0\u0010ftypisom\0\0\0\0\r\n');
    const piece = `10000\r\n${'\0'.repeat(0x10000)}\r\n`;
    for (let sent = 0; sent < maxUploadBytes + 0x10000; sent += 0x10000) connection.write(piece);
    // Nothing says that it ends: the answer must not wait for that.
    await connection.closed;
    expect(problemIn(connection.answer)).toMatchObject({ status: 413 });
    expect(await stored()).toEqual(before);
  });
});

describe('an upload that is broken', () => {
  test.each<[string, Record<string, string>, string, number]>([
    ['a form without its end', {}, `${filePart()}\0\0\0\u0010ftypisom\0\0\0\0`, 400],
    ['a form with another boundary', {}, filePart().replace('half', 'whole'), 400],
    ['no form at all', {}, 'hello', 400],
    ['a form without a boundary', { 'Content-Type': 'multipart/form-data' }, filePart(), 400],
    ['JSON', { 'Content-Type': 'application/json' }, '{"file":1}', 415],
    ['a part without a name', {}, '--half\r\nContent-Disposition: form-data\r\n\r\nx\r\n--half--\r\n', 400],
    ['a broken part head', {}, `--half\r\n${'x'.repeat(100_000)}\r\n\r\n--half--\r\n`, 400],
  ])('%s is told so', async (_what, headers, body, status) => {
    const before = await stored();
    const problem = await send(
      uploadHead(client, { 'Content-Length': String(body.length), ...headers }),
      body,
    );
    expect(problem?.status).toBe(status);
    expect(problem?.detail).toMatch(/\w+ \w+/);
    expect(await stored()).toEqual(before);
  });

  test('a client that goes away in the middle leaves nothing behind', async () => {
    const before = await stored();
    const upload = await beginUpload(
      product,
      client,
      Buffer.from('\0\0\0\u0010ftypisom\0\0\0\0'.padEnd(20_000, 'x')),
    );
    await waitUntil(async () => (await stored()).length > before.length);
    upload.drop();
    await waitUntil(async () => (await stored()).length === before.length);
    expect(await stored()).toEqual(before);
  });
});

describe('what does not exist', () => {
  test.each([
    ['GET', '/api/sessions/nope'],
    ['PATCH', '/api/sessions/nope'],
    ['DELETE', '/api/sessions/nope'],
    ['POST', '/api/sessions/nope/reprocess'],
    ['POST', '/api/sessions/nope/restore'],
    ['GET', '/api/sessions/nope/events'],
    ['GET', '/api/sessions/nope/transcript'],
    ['GET', '/api/sessions/nope/transcript.vtt'],
    ['PUT', '/api/sessions/nope/transcript'],
    ['GET', '/media/nope/video.mp4'],
    ['GET', `/media/${'x'.repeat(150)}/..%2f..%2fauth-secret`],
    ['DELETE', '/api/tokens/nope'],
    ['GET', '/api/nope'],
    ['GET', '/nope'],
  ])('%s %s is a 404', async (method, path) => {
    const body = { PATCH: '{}', PUT: '{"segments":[],"language":"en"}', POST: '{}' }[method];
    const answer = await client.fetch(path, {
      method,
      ...(body && { body, headers: { 'content-type': 'application/json' } }),
    });
    expect(await problemOf(answer)).toMatchObject({ status: 404 });
  });
});

describe('text that is none', () => {
  const post = (body: string, type = 'application/json') =>
    send(
      `POST /api/tokens HTTP/1.1\r\nHost: x\r\nCookie: ${client.cookie}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  test.each<[string, string, string, number]>([
    ['broken JSON', '{"name":', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['a number for a name', '{"name":1}', 'application/json', 400],
    ['NUL in a name', '{"name":"a\\u0000b"}', 'application/json', 400],
    ['a prototype', '{"__proto__":{"role":"admin"},"name":"x"}', 'application/json', 400],
    ['another type', '<name/>', 'text/xml', 415],
    ['two megabytes', `{"name":"${'x'.repeat(2_000_000)}"}`, 'application/json', 413],
  ])('%s in a body is told so', async (_what, body, type, status) => {
    expect(await post(body, type)).toMatchObject({ status, detail: expect.stringMatching(/\w+ \w+/) });
  });

  const get = (path: string, header = '') =>
    send(`GET ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${client.cookie}\r\n${header}\r\n`);
  test.each([
    ['an address that is no UTF-8', '/api/sessions/%ff', '', [400, 404]],
    ['an address with a broken escape', '/api/sessions/%', '', [400, 404]],
    ['NUL in an address', '/api/sessions/a%00b', '', [400, 404]],
    ['a limit that is none', '/api/search?limit=many', '', [400]],
    ['a cursor of our own making', '/api/sessions?cursor=AAAA', '', [400]],
    ['a cursor of search', '/api/search?q=a&cursor=AAAA', '', [400]],
    ['bytes in a header', '/api/nope', 'X-Odd: \u00ff\u00fe\r\n', [404]],
    [
      'a cookie that is none',
      '/api/me',
      'Cookie: brownbag=%ff%fe\r\nAuthorization: Bearer \u00ff\r\n',
      [401],
    ],
  ])('%s is told so', async (_what, path, header, statuses) => {
    const problem = await get(path, header);
    expect(statuses).toContain(problem?.status);
    expect(problem?.detail).toMatch(/\w+ \w+/);
  });

  test.each(['%ff%fe', '%00', '%', '%ed%a0%80'])('?q=%s is searched for, in vain', async (words) => {
    const answer = await client.fetch(`/api/search?q=${words}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ total: 0 });
  });
});

describe('a file name', () => {
  test.each([['../../evil.mp4'], ['-y.mp4'], ['a\u0000b.mp4'], ['\u00ff\u00fe.mp4'], ['x'.repeat(5_000)]])(
    '%j is only a name',
    async (name) => {
      const before = await client.sessions();
      const bytes = Buffer.from(await (await fixtureFile('tone.ogg')).content.arrayBuffer());
      const unique = Buffer.concat([bytes, Buffer.from(name)]);
      const end = '\r\n--half--\r\n';
      const length = filePart(name).length + unique.length + end.length;
      const connection = await connectTo(product);
      connection.write(uploadHead(client, { 'Content-Length': String(length) }));
      connection.write(filePart(name));
      connection.write(unique);
      connection.write(end);
      await waitUntil(() => /^HTTP\/1.1 \d+/.test(connection.answer));
      connection.drop();
      expect(connection.answer).toMatch(/^HTTP\/1.1 (201|400)/);
      const added = (await client.sessions()).filter(({ id }) =>
        before.every((session) => session.id !== id),
      );
      for (const { id, title } of added) {
        expect((await client.processed(id)).status).toBe('ready');
        expect(title).not.toMatch(/[\0/]/);
      }
      expect((await readdir(product.dataDir)).filter((file) => file.includes('evil'))).toEqual([]);
    },
  );

  test('is text on the page, whatever it looks like', async () => {
    const browser = await openBrowser();
    try {
      const name = '<img src=x onerror=alert(1)>.mp4';
      const { slug, id } = await client.add({
        file: { name, content: (await fixtureFile('rotated.mov')).content },
      });
      await client.processed(id);
      const page = await visit(browser, product.url, { as: client });
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await page.goto(`/sessions/${slug}`);
      await page.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }).waitFor();
      await page.goto('/');
      await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
      await page.goto('/?q=onerror');
      await page.getByRole('heading', { name: 'Search results' }).waitFor();
      expect(await page.locator('img[src="x"]').count()).toBe(0);
      expect(dialogs).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
