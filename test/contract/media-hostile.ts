import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PermanentError } from '../../core/model/errors.ts';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import { mediaFixture } from '../support/fixtures.ts';
import type { Hostile } from '../support/hostile/hostile.ts';
import { classOfHostile, hostileFiles } from '../support/hostile/hostile-files.ts';
import { everyRow } from '../support/rows.ts';
import { canaryMark, listen, wasRead, writeCanary } from './media-canaries.ts';
import { makePlayable, openRun, withScratch } from './media-inspect.ts';

const files = [
  ['no-index.mp4', 'The end of this recording is missing, and with it the index'],
  ['many-streams.mkv', 'This recording has more than 32 tracks.'],
  ['huge-picture.webm', 'There is neither picture nor sound in this file.'],
  ['one-hertz.wav', 'There is neither picture nor sound in this file.'],
] as const;

const names = [
  '-i',
  'a%03d.mp4',
  'http:evil.mp4',
  'concat:a|b.mp4',
  '$(id) `x`;.mp4',
  "it's, [odd].mp4",
  'a\nb.mp4',
];

/** What every MediaTools makes of poison: a sentence, or something harmless. Nothing but the given file is opened. */
export function hostileMediaContract(name: string, tools: MediaTools): void {
  let server: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    server = await listen();
  });
  afterAll(() => server.close());

  const expectRefusal = async (path: string, scratchDir: string, sentence: string): Promise<void> => {
    const processing = makePlayable(tools, path, openRun(scratchDir));
    const refusal = await processing.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PermanentError);
    expect(refusal).toHaveProperty('message', expect.stringContaining(sentence));
    expect(inspect(refusal, { depth: 9 })).not.toContain(canaryMark);
    expect(await readdir(scratchDir)).toEqual([]);
  };

  /** Makes all that is made of a recording. */
  const expectHarmless = async (
    path: string,
    scratchDir: string,
    expected: Exclude<Hostile['outcome'], string>,
  ): Promise<void> => {
    const run = openRun(scratchDir);
    const { probe, step, rendition } = await makePlayable(tools, path, run);
    expect(step.kind).toBe(expected.kind);
    expect(Math.abs(rendition.durationSeconds - expected.seconds)).toBeLessThan(0.1);
    await tools.poster(path, probe, run);
    await tools.wav(path, probe, run);
    await tools.subtitles(path, probe, run);
    for (const file of await readdir(scratchDir))
      expect((await readFile(join(scratchDir, file))).includes(canaryMark)).toBe(false);
  };

  describe(`MediaTools: ${name}: hostile files`, () => {
    test.concurrent.each(everyRow(hostileFiles, classOfHostile))(
      '$what named .mp4 opens nothing and does no harm',
      ({ bytes, outcome }) =>
        withScratch(async (folder) => {
          const local = await writeCanary(folder);
          const path = join(folder, 'meeting.mp4');
          await writeFile(path, bytes({ local, remote: server.remote }));
          const scratchDir = join(folder, 'scratch');
          await mkdir(scratchDir);
          if (typeof outcome === 'string') await expectRefusal(path, scratchDir, outcome);
          else await expectHarmless(path, scratchDir, outcome);
          expect(await wasRead(local)).toBe(false);
          expect(server.requests).toEqual([]);
        }),
    );

    test.each(files)('%s is refused', (file, sentence) =>
      withScratch((scratchDir) => expectRefusal(mediaFixture(file), scratchDir, sentence)),
    );

    test.each(
      everyRow(names, (odd) =>
        odd.includes(':') ? 'a protocol' : odd.includes('%') ? 'a pattern' : 'another',
      ),
    )('the name %j is only a name', (odd) =>
      withScratch(async (folder) => {
        const path = join(folder, odd);
        await copyFile(mediaFixture('fragmented.mp4'), path);
        await expectHarmless(path, folder, { kind: 'video', seconds: 3.2 });
      }),
    );
  });

  test('the canaries sing: without the gate ffmpeg reads the local one and asks the server', () =>
    withScratch(async (folder) => {
      const local = await writeCanary(folder);
      const { remote, requests, close } = await listen();
      for (const [what, options] of [
        ['a playlist of a local file', []],
        ['a playlist of a server', ['-protocol_whitelist', 'file,http,tcp']],
      ] as const) {
        const playlist = hostileFiles.find((hostile) => hostile.what === what);
        const path = join(folder, `${options.length}.mp4`);
        await writeFile(path, playlist?.bytes({ local, remote }) ?? '');
        const bare = ['-nostdin', '-v', 'error', ...options, '-i', path, '-t', '1', '-f', 'null', '-'];
        await promisify(execFile)('ffmpeg', bare, { timeout: 30_000 }).catch(() => {});
      }
      close();
      expect(await wasRead(local)).toBe(true);
      expect(requests).toContain('/a.ts');
    }));
}
