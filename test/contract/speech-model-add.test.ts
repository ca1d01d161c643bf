import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultSearchPath } from '../../core/engines/programs/find.ts';
import { addModel, hasModel } from '../../core/engines/transcriber/sherpa-add.ts';
import type { KnownModel } from '../../core/engines/transcriber/sherpa-catalogue.ts';
import { withScratchDir } from '../support/speech.ts';
import { layFiles, parakeet } from '../support/speech-models.ts';

interface Served {
  readonly files: Map<string, Buffer>;
  /** What was asked for: path, then the range. */
  readonly asked: string[];
  readonly url: string;
  /** Sends only so many bytes, once, and ends the connection with `cut`. */
  cutAfter: number;
  /** To be called when what was sent has arrived: a connection that ends takes what is still on its way with it. */
  cut: () => void;
}

/** Serves files as GitHub does: after a redirect, and from any byte on. */
async function serve(): Promise<Served> {
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    if (!url.startsWith('/stored')) return response.writeHead(302, { location: `/stored${url}` }).end();
    const file = files.get(url.slice('/stored'.length));
    asked.push(`${basename(url)} ${headers.range ?? 'all'}`);
    if (!file) return response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': file.length - from });
    const { cutAfter } = served;
    served.cutAfter = Number.POSITIVE_INFINITY;
    if (cutAfter >= file.length) return response.end(file.subarray(from));
    served.cut = () => response.destroy();
    return response.write(file.subarray(from, from + cutAfter));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const served: Served = {
    ...{ files, asked, url: `http://127.0.0.1:${address.port}` },
    cutAfter: Number.POSITIVE_INFINITY,
    cut: () => {},
  };
  return served;
}

/** A folder as k2-fsa packs it, with a recording to try and parts in two sizes. */
async function packModel(
  dir: string,
  more: (folder: string) => Promise<unknown> = async () => {},
): Promise<Buffer> {
  const folder = join(dir, parakeet);
  const names = [
    'encoder.int8.onnx',
    'encoder.onnx',
    'decoder.onnx',
    'joiner.int8.onnx',
    'tokens.txt',
    'README.md',
  ];
  await layFiles(folder, [...names, 'test_wavs/0.wav'], 'some bytes');
  await more(folder);
  return pack(dir, parakeet);
}

async function pack(dir: string, ...members: readonly string[]): Promise<Buffer> {
  const path = join(dir, 'packed.tar.bz2');
  await promisify(execFile)('tar', [
    '--create',
    '--bzip2',
    '-P',
    '--file',
    path,
    '--directory',
    dir,
    ...members,
  ]);
  return readFile(path);
}

function known(served: Served, name: string, content: Buffer, sha256?: string): KnownModel {
  served.files.set(`/${name}`, content);
  const sum = sha256 ?? createHash('sha256').update(content).digest('hex');
  const file = { url: `${served.url}/${name}`, sizeBytes: content.length, sha256: sum };
  const words = { purpose: '', languages: '', licence: '' };
  return { name: 'parakeet-v3', kind: 'speech', ...words, files: [file] };
}

interface Given {
  readonly served: Served;
  readonly dir: string;
  readonly modelDir: string;
  readonly add: (model: KnownModel) => ReturnType<typeof addModel>;
}

const given = (use: (given: Given) => Promise<void>): Promise<void> =>
  withScratchDir(async (dir) => {
    const modelDir = join(dir, 'models');
    const adding = { modelDir, searchPath: defaultSearchPath, signal: new AbortController().signal };
    const served = await serve();
    const add = (model: KnownModel) => addModel(model, { ...adding, onProgress: () => served.cut() });
    await use({ served, dir, modelDir, add });
  });

const archiveName = `${parakeet}.tar.bz2`;

describe('adding a model', () => {
  test('unpacks what is needed of it, and knows it then', async () => {
    await given(async ({ served, dir, modelDir, add }) => {
      const model = known(served, archiveName, await packModel(dir));
      expect(await hasModel(modelDir, model)).toBe(false);
      const { speech } = await add(model);
      expect(speech).toMatchObject([{ name: 'parakeet-tdt-0.6b-v3-int8', family: 'transducer' }]);
      expect((await readdir(join(modelDir, parakeet))).toSorted()).toEqual(
        ['README.md', 'decoder.onnx', 'encoder.int8.onnx', 'joiner.int8.onnx', 'tokens.txt'].toSorted(),
      );
      expect(await readdir(modelDir)).toEqual([parakeet]);
      expect(await hasModel(modelDir, model)).toBe(true);
    });
  });

  test('goes on where a broken connection left it, without asking for a byte twice', async () => {
    await given(async ({ served, dir, add }) => {
      const content = await packModel(dir, (folder) =>
        writeFile(
          join(folder, 'LICENSE'),
          Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * at * 7) % 251)),
        ),
      );
      const model = known(served, archiveName, content);
      served.cutAfter = 500;
      await expect(add(model)).rejects.toMatchObject({ name: 'TransientError' });
      served.cut = () => {};
      await add(model);
      expect(served.asked).toEqual([`${archiveName} all`, expect.stringMatching(/bytes=[1-9]\d*-$/)]);
    });
  });

  test('does not keep a file with other bytes than the known ones', async () => {
    await given(async ({ served, dir, modelDir, add }) => {
      const model = known(served, archiveName, await packModel(dir), 'f'.repeat(64));
      await expect(add(model)).rejects.toThrow(/SHA-256 differs/);
      expect(await readdir(join(modelDir, '.arriving'))).toEqual([]);
    });
  });

  test('a file that is not there is told with its address', async () => {
    await given(async ({ served, dir, add }) => {
      const model = known(served, archiveName, await packModel(dir));
      served.files.clear();
      await expect(add(model)).rejects.toMatchObject({
        name: 'PermanentError',
        message: expect.stringContaining(`${served.url}/${archiveName} cannot be downloaded (status 404)`),
      });
    });
  });

  test('an archive of something else is not taken for the model', async () => {
    await given(async ({ served, dir, modelDir, add }) => {
      await layFiles(dir, [`${parakeet}/encoder.int8.onnx`]);
      const model = known(served, archiveName, await pack(dir, parakeet));
      await expect(add(model)).rejects.toThrow(/not what its name says/);
      expect(await hasModel(modelDir, model)).toBe(true);
    });
  });
});

describe('an archive that wants out of its folder', () => {
  test('members above it or from the root are never unpacked', async () => {
    await given(async ({ served, dir, modelDir, add }) => {
      await layFiles(dir, ['outside/tokens.txt'], 'hostile');
      const inside = join(dir, 'in');
      await mkdir(inside);
      const model = known(
        served,
        archiveName,
        await (async () => {
          const path = join(dir, 'packed.tar.bz2');
          const members = ['../outside/tokens.txt', join(dir, 'outside/tokens.txt')];
          await promisify(execFile)('tar', ['-cjPf', path, '-C', inside, ...members]);
          return readFile(path);
        })(),
      );
      await expect(add(model)).rejects.toThrow(/nothing in the archive that is known/);
      expect(await readdir(modelDir)).toEqual(['.arriving']);
    });
  });

  test('a link in place of a file is refused, and nothing of it stays', async () => {
    await given(async ({ served, dir, modelDir, add }) => {
      const content = await packModel(dir, async (folder) => {
        await symlink('/etc/passwd', join(folder, 'joiner-more.int8.onnx'));
      });
      await expect(add(known(served, archiveName, content))).rejects.toThrow(/links/);
      expect(await readdir(modelDir)).toEqual(['.arriving']);
      expect(await readdir(join(modelDir, '.arriving'))).toEqual([archiveName]);
    });
  });

  test('a file behind a linked folder is not written where the link leads', async () => {
    await given(async ({ served, dir, modelDir, add }) => {
      const outside = join(dir, 'outside');
      await mkdir(outside);
      // First the folder as a link, then a file in the folder of the same name.
      const first = join(dir, 'first');
      await mkdir(first);
      await symlink(outside, join(first, parakeet));
      const second = join(dir, 'second');
      await layFiles(second, [`${parakeet}/tokens.txt`], 'hostile');
      const path = join(dir, 'packed.tar');
      const run = promisify(execFile);
      await run('tar', ['-cf', path, '-C', first, parakeet]);
      await run('tar', ['-rf', path, '-C', second, `${parakeet}/tokens.txt`]);
      await run('bzip2', [path]);
      const model = known(served, archiveName, await readFile(`${path}.bz2`));
      await add(model).catch(() => undefined);
      expect(await readdir(outside)).toEqual([]);
      expect(await readdir(modelDir)).not.toContain('outside');
    });
  });
});
