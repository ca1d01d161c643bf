import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Segment } from '../../core/model/transcript.ts';
import type { TranscribeRequest, Transcriber } from '../../core/ports/transcriber.ts';
import { fixtures, withScratchDir, writeWav } from '../support/speech.ts';

export interface OpenTranscriber {
  readonly transcriber: Transcriber;
  readonly close: () => Promise<void>;
}

const never = (): AbortSignal => new AbortController().signal;

const speech: TranscribeRequest = {
  wavPath: fixtures.shortcuts.path,
  durationSeconds: fixtures.shortcuts.durationSeconds,
  language: 'en',
  hints: ['Keyboard shortcuts'],
};

/** What every Transcriber keeps. `hears` is false for one that never has a transcript. */
export function transcriberContract(
  name: string,
  open: () => Promise<OpenTranscriber>,
  { hears }: { readonly hears: boolean },
): void {
  describe(`Transcriber: ${name}`, () => {
    let opened: OpenTranscriber;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const transcribe = (request: TranscribeRequest, signal = never(), onProgress = (_: number): void => {}) =>
      withScratchDir((scratchDir) =>
        opened.transcriber.transcribe(request, { signal, scratchDir, onProgress }),
      );

    test('check is content with a working installation', async () => {
      await expect(opened.transcriber.check(never())).resolves.toBeUndefined();
    });

    test.runIf(!hears)('has nothing, and a sentence that says why', async () => {
      expect(await transcribe(speech)).toEqual({
        kind: 'nothing',
        reason: expect.stringMatching(/^[A-Z].+\.$/),
      });
    });

    test.runIf(hears)(
      'segments and their words come in order and lie inside; progress rises to 1',
      async () => {
        const progress: number[] = [];
        const result = await transcribe(speech, never(), (fraction) => progress.push(fraction));
        if (result.kind !== 'transcript') throw new Error(result.reason);
        const { engine, language, segments } = result.transcript;
        expect(engine).toBe(opened.transcriber.name);
        expect(language).toBe('en');
        expect(segments.length).toBeGreaterThan(0);
        let before = 0;
        for (const segment of segments) {
          expect(segment.startSeconds).toBeGreaterThanOrEqual(before);
          expect(segment.endSeconds).toBeGreaterThan(segment.startSeconds);
          expect(segment.endSeconds).toBeLessThanOrEqual(speech.durationSeconds);
          expect(segment.text.trim()).toBe(segment.text);
          expect(segment.text).not.toBe('');
          before = segment.startSeconds;
          expectWordsInside(segment);
        }
        expect(progress.at(-1)).toBe(1);
        expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      },
    );

    test.runIf(hears)('a recording without any sound has nothing', async () => {
      await withScratchDir(async (dir) => {
        const wavPath = join(dir, 'silence of an hour.wav');
        await writeWav(wavPath, 5, []);
        const result = await transcribe({ ...speech, wavPath, durationSeconds: 5 });
        expect(result).toEqual({ kind: 'nothing', reason: 'No speech was heard in this recording.' });
      });
    });

    test.runIf(hears)('work that is called off before it starts rejects with the abort', async () => {
      await expect(transcribe(speech, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    });

    test.runIf(hears)('a WAV that is none is a PermanentError', async () => {
      const wavPath = join(import.meta.dirname, '../fixtures/speech/README.md');
      await expect(transcribe({ ...speech, wavPath })).rejects.toMatchObject({ name: 'PermanentError' });
    });
  });
}

function expectWordsInside(segment: Segment): void {
  let before = segment.startSeconds;
  for (const word of segment.words ?? []) {
    expect(word.startSeconds).toBeGreaterThanOrEqual(before);
    expect(word.endSeconds).toBeLessThanOrEqual(segment.endSeconds);
    before = word.startSeconds;
  }
}
