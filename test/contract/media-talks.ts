import { describe, expect, test } from 'vitest';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import { talkFixture } from '../support/fixtures.ts';
import { classOfRecording } from '../support/recording-classes.ts';
import { everyRow } from '../support/rows.ts';
import { talkTruths } from '../support/truths.ts';
import { watch } from './media-clock.ts';
import { makePlayable, openRun, withScratch } from './media-inspect.ts';

/** What every MediaTools makes of recordings as people upload them (`test/fixtures/talks`). */
export function talksContract(name: string, tools: MediaTools): void {
  describe(`MediaTools: ${name}: talks`, () => {
    test.each(everyRow(talkTruths, ([file]) => classOfRecording(`talks/${file}`)))(
      '%s lasts %d s, and its first word keeps its time',
      (file, seconds, size, firstWord) =>
        withScratch(async (scratchDir) => {
          const run = openRun(scratchDir);
          const { probe, rendition } = await makePlayable(tools, talkFixture(file), run);
          const { width, height, durationSeconds, warnings } = rendition;
          expect(width && `${width}x${height}`).toBe(size);
          expect(Math.abs(durationSeconds - seconds)).toBeLessThan(0.1);
          expect(warnings).toEqual([]);
          const {
            errors,
            beeps: [beep = 99],
          } = await watch(rendition.path);
          expect(errors).toEqual([]);
          const wav = await tools.wav(talkFixture(file), probe, run);
          const [inWav = 0] = (await watch(wav?.path ?? '')).beeps;
          expect(Math.abs(inWav - beep)).toBeLessThan(0.05);
          if (firstWord === null) return;
          // a voice is slower to get loud than a tone
          expect(Math.abs(beep - firstWord)).toBeLessThan(0.12);
        }),
    );

    test('the subtitles of a talk of two come with names and times', () =>
      withScratch(async (scratchDir) => {
        const run = openRun(scratchDir);
        const path = talkFixture('on-call-handover.mkv');
        const subtitles = await tools.subtitles(path, await tools.probe(path, run), run);
        expect(subtitles?.segments.slice(0, 2)).toMatchObject([
          { speaker: 'Priya Raman', text: 'Welcome to the weekly on call handover.' },
          { speaker: 'Tom Becker', text: expect.stringMatching(/^Thanks Priya, I take over the pager/) },
        ]);
        for (const [at, seconds] of [1.037, 3.859].entries())
          expect(Math.abs((subtitles?.segments[at]?.startSeconds ?? 99) - seconds)).toBeLessThan(0.05);
      }));
  });
}
