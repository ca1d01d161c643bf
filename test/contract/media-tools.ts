import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RenditionStep } from '../../core/model/media-plan.ts';
import type { MediaTools, Rendition } from '../../core/ports/media-tools.ts';
import truth from '../fixtures/media/truth.json' with { type: 'json' };
import { mediaFixture } from '../support/fixtures.ts';
import { absentGuards, guardsHere, namesIn } from '../support/guards-here.ts';
import { commandsWith } from '../support/processes.ts';
import { classOfRecording } from '../support/recording-classes.ts';
import { everyRow } from '../support/rows.ts';
import { watch } from './media-clock.ts';
import {
  decodeWhole,
  isIndexFirst,
  keyFrameTimes,
  makePlayable,
  openRun,
  type Processed,
  pixelAt,
  withScratch,
  writeFilm,
  writeLongRecording,
  writeSlides,
} from './media-inspect.ts';

/** File, what is done with picture and sound, seconds, and the size as shown. */
const good = [
  ['zoom-like.mp4', 'copy copy', 12.24, 640, 360],
  ['mediarecorder.webm', 'copy copy', 7.65, 640, 360],
  ['voice.m4a', '- copy', 7.09, null, null],
  ['telephone.wav', '- encode', 3.81, null, null],
  ['tone.ogg', '- encode', 3, null, null],
  ['cover.mp3', '- encode', 3.89, null, null],
  ['subtitles.mkv', 'copy copy', 7.32, 640, 360],
  ['rotated.mov', 'copy copy', 3.81, 360, 640],
  ['late-sound.mp4', 'copy encode', 6.82, 160, 90],
  ['late-picture.mp4', 'encode copy', 6, 160, 90],
  ['huge-start.m2ts', 'copy encode', 6.82, 160, 90],
  ['phone-hevc.mov', 'encode none', 3, 160, 90],
  ['camcorder.m2ts', 'encode none', 3, 160, 90],
  ['odd-size.mp4', 'encode none', 3, 162, 90],
  ['anamorphic-silent.mp4', 'copy none', 3, 213, 90],
  ['tracks.mkv', 'copy encode', 3.02, 160, 90],
  ['fragmented.mp4', 'copy copy', 3.2, 160, 90],
  ['sparse-key-frames.mp4', 'encode none', 14, 160, 90],
] as const;

const classOf = (file: string) => classOfRecording(`media/${file}`);

const aborted = expect.objectContaining({ name: 'AbortError' });

const modesOf = (step: RenditionStep): string =>
  `${step.kind === 'video' ? step.picture.kind : '-'} ${step.audio}`;

/** What every MediaTools keeps. */
export function mediaToolsContract(name: string, tools: MediaTools): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brownbag-media-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const made = new Map<string, Promise<Processed>>();
  /** A recording made playable, once for all tests. */
  const process = (file: string): Promise<Processed> => {
    const making =
      made.get(file) ??
      mkdtemp(join(folder, 'made-')).then((scratchDir) =>
        makePlayable(tools, mediaFixture(file), openRun(scratchDir)),
      );
    made.set(file, making);
    return making;
  };
  const render = async (file: string): Promise<Rendition> => (await process(file)).rendition;

  describe(`MediaTools: ${name}: recordings`, () => {
    test.each(everyRow(good, ([file]) => classOf(file)))(
      '%s is made playable (picture and sound: %s)',
      async (file, modes, seconds, width, height) => {
        const { step, rendition } = await process(file);
        expect(modesOf(step)).toBe(modes);
        expect(rendition).toMatchObject({ width, height, warnings: [] });
        expect(Math.abs(rendition.durationSeconds - seconds)).toBeLessThan(0.1);
        expect(await decodeWhole(rendition.path)).toBe('');
        expect(await isIndexFirst(rendition)).toBe(true);
        if (step.kind === 'audio') return;
        const keys = [...(await keyFrameTimes(rendition.path)), rendition.durationSeconds];
        for (const [at, time] of keys.entries()) expect(time - (keys[at - 1] ?? 0)).toBeLessThan(10.1);
      },
    );

    test('a picture held upright is upright in rendition and poster', () =>
      withScratch(async (scratchDir) => {
        const { probe, rendition } = await process('rotated.mov');
        const poster = await tools.poster(mediaFixture('rotated.mov'), probe, openRun(scratchDir));
        for (const path of [rendition.path, poster?.path ?? '']) {
          const [red = 0, green = 255] = await pixelAt(path, 40, 600);
          expect(red - green).toBeGreaterThan(100);
          const [otherRed = 0, otherGreen = 0] = await pixelAt(path, 320, 600);
          expect(otherRed - otherGreen).toBeLessThan(50);
        }
      }));

    test('a recording without a picture has no poster, one without sound no WAV', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const cover = await tools.probe(mediaFixture('cover.mp3'), run);
        expect(await tools.poster(mediaFixture('cover.mp3'), cover, run)).toBeNull();
        const silent = await tools.probe(mediaFixture('phone-hevc.mov'), run);
        expect(await tools.wav(mediaFixture('phone-hevc.mov'), silent, run)).toBeNull();
        expect(await tools.subtitles(mediaFixture('phone-hevc.mov'), silent, run)).toBeNull();
      }));

    test('embedded subtitles come with their language, speakers and times', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const path = mediaFixture('subtitles.mkv');
        const subtitles = await tools.subtitles(path, await tools.probe(path, run), run);
        expect(subtitles?.language).toBe('en');
        const spoken = truth['subtitles.mkv'].segments;
        expect(subtitles?.segments.map(({ text }) => text)).toEqual(spoken.map(({ text }) => text));
        for (const [at, { startSeconds }] of spoken.entries())
          expect(Math.abs((subtitles?.segments[at]?.startSeconds ?? 99) - startSeconds)).toBeLessThan(0.05);
      }));
  });

  describe(`MediaTools: ${name}: slide changes`, () => {
    const changesOf = async (path: string, scratchDir: string) => {
      const run = openRun(scratchDir);
      return tools.slideChanges(path, await tools.probe(path, run), run);
    };

    test('are where another slide comes, not where a cursor moves or a key frame stands', () =>
      withScratch(async (scratchDir) => {
        const path = join(scratchDir, 'slides.mp4');
        await writeSlides(path, [7.3, 11, 23.5]);
        const changes = (await changesOf(path, scratchDir)) ?? [];
        expect(changes.map((seconds) => seconds.toFixed(1))).toEqual(['7.3', '11.0', '23.5']);
      }));

    test('are none where the picture moves all the time', () =>
      withScratch(async (scratchDir) => {
        const path = join(scratchDir, 'film.avi');
        await writeFilm(path);
        expect(await changesOf(path, scratchDir)).toEqual([]);
      }));

    test('are null without a picture', () =>
      withScratch(async (scratchDir) => {
        expect(await changesOf(mediaFixture('cover.mp3'), scratchDir)).toBeNull();
      }));
  });

  describe(`MediaTools: ${name}: text tracks`, () => {
    const read = (file: string, language: string | null) =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const found = await tools.subtitles(
          mediaFixture(file),
          await tools.probe(mediaFixture(file), run),
          run,
          language,
        );
        const lines = found?.segments.map(
          ({ startSeconds, endSeconds, speaker, text }) =>
            `${startSeconds}-${endSeconds} ${speaker ?? '?'}: ${text}`,
        );
        return [found?.language, ...(lines ?? [])];
      });

    test.each([
      ['ASS, which players would show', null, ['de', '1-2 Dana Whitfield: Wer, bitte?']],
      [
        'SubRip, of the language that was given',
        'en',
        ['en', '1-2 ?: Is a < b, or List<String>?', '2-3 ?: R&D'],
      ],
      ['WebVTT with its voices', 'fr-CA', ['fr', '1-2 Dana Whitfield: Qui ?']],
      [
        'what players would show where the language is not there',
        'es',
        ['de', '1-2 Dana Whitfield: Wer, bitte?'],
      ],
    ])(
      'of several the right one is taken, with the player’s times: %s',
      async (_what, language, expected) => {
        expect(await read('subtitle-tracks.mkv', language)).toEqual(expected);
      },
    );

    test('MP4’s own is read, and a track without text passed over', async () => {
      expect(await read('subtitle-tracks.mp4', null)).toEqual([
        'es',
        '1.5-2.5 ?: ¿Quién es?',
        '2.5-3.5 ?: Yo.',
      ]);
    });
  });

  describe(`MediaTools: ${name}: one time line`, () => {
    const spoken = [
      'zoom-like.mp4',
      'mediarecorder.webm',
      'voice.m4a',
      'subtitles.mkv',
      'rotated.mov',
    ] as const;
    const odd = ['late-sound.mp4', 'huge-start.m2ts', 'telephone.wav', 'cover.mp3'] as const;
    test.each(everyRow([...spoken, ...odd], classOf))(
      '%s: the first word is at the same time in rendition, WAV and truth',
      (file) =>
        withScratch(async (scratchDir) => {
          const { probe, rendition } = await process(file);
          const wav = await tools.wav(mediaFixture(file), probe, openRun(scratchDir));
          const [inRendition = 99] = (await watch(rendition.path)).beeps;
          const [inWav = 0] = (await watch(wav?.path ?? '')).beeps;
          expect(Math.abs(inWav - inRendition)).toBeLessThan(0.05);
          expect(Math.abs(inWav - (truth[file].segments[0]?.startSeconds ?? 99))).toBeLessThan(0.1);
          expect(Math.abs((wav?.durationSeconds ?? 0) - rendition.durationSeconds)).toBeLessThan(0.1);
        }),
    );

    test('a picture that starts late is shown still from the beginning', async () => {
      const { path } = await render('late-picture.mp4');
      expect((await keyFrameTimes(path))[0]).toBe(0);
    });

    test('the WAV is 16 kHz mono s16le', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const wav = await tools.wav(
          mediaFixture('tracks.mkv'),
          await tools.probe(mediaFixture('tracks.mkv'), run),
          run,
        );
        const header = await readFile(wav?.path ?? '');
        expect([header.readUInt16LE(22), header.readUInt32LE(24), header.readUInt16LE(34)]).toEqual([
          1, 16_000, 16,
        ]);
        expect(header.toString('latin1', 36, 40)).toBe('data');
      }));
  });

  describe(`MediaTools: ${name}: running`, () => {
    test('a recording whose end is missing is kept as far as it goes, and that is said', async () => {
      const rendition = await render('truncated.mp4');
      expect(rendition.durationSeconds).toBeGreaterThan(5);
      expect(rendition.durationSeconds).toBeLessThan(8);
      expect(rendition.warnings).toEqual([
        'The end of this recording is missing. We kept the first 6 seconds.',
      ]);
    });

    test('a recording that says nothing of its duration is measured', () =>
      withScratch(async (scratchDir) => {
        const probe = await tools.probe(mediaFixture('mediarecorder.webm'), openRun(scratchDir));
        expect(Math.abs((probe.durationSeconds ?? 0) - 7.65)).toBeLessThan(0.1);
      }));

    test('progress grows from 0 to 1', () =>
      withScratch(async (scratchDir) => {
        const fractions: number[] = [];
        const run = {
          ...openRun(scratchDir),
          onProgress: (fraction: number) => void fractions.push(fraction),
        };
        await makePlayable(tools, mediaFixture('mediarecorder.webm'), run);
        expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
        expect(fractions.at(-1)).toBeGreaterThan(0.95);
        expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
      }));

    test('an abort ends the work, passes through, and leaves neither process nor file', () =>
      withScratch(async (scratchDir) => {
        const path = join(scratchDir, 'long.avi');
        await writeLongRecording(path);
        const abort = new AbortController();
        const run = { scratchDir, signal: abort.signal, onProgress: () => abort.abort() };
        await expect(makePlayable(tools, path, run)).rejects.toThrow(aborted);
        expect(commandsWith(scratchDir)).toEqual([]);
        await expect(stat(join(scratchDir, 'video.mp4'))).rejects.toThrow('ENOENT');
      }));

    test('an aborted signal starts nothing', () =>
      withScratch(async (scratchDir) => {
        const run = { scratchDir, signal: AbortSignal.abort() };
        await expect(tools.probe(mediaFixture('voice.m4a'), run)).rejects.toThrow(aborted);
      }));

    test('a system that has everything has nothing to complain of but protections it does not allow', async () => {
      const { failures, warnings } = await tools.diagnose();
      expect(failures).toEqual([]);
      expect(namesIn(warnings)).toEqual(absentGuards(await guardsHere()));
    });
  });
}
