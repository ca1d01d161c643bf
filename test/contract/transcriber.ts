import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TranscribeRequest, Transcriber } from '../../core/ports/transcriber.ts';
import { fixtures, withScratchDir, writeWav } from '../support/speech.ts';

export interface OpenTranscriber {
  readonly transcriber: Transcriber;
  readonly close: () => Promise<void>;
}

const never = new AbortController().signal;

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

    const transcribe = (request: TranscribeRequest, signal = never, onProgress = (_: number): void => {}) =>
      withScratchDir((scratchDir) =>
        opened.transcriber.transcribe(request, { signal, scratchDir, onProgress }),
      );

    test('check is content with a working installation', async () => {
      await expect(opened.transcriber.check(never)).resolves.toBeUndefined();
    });

    test.runIf(!hears)('has nothing, and a sentence that says why', async () => {
      expect(await transcribe(speech)).toEqual({
        kind: 'nothing',
        reason: expect.stringMatching(/^[A-Z].+\.$/),
      });
    });

    test.runIf(hears)('gives segments in order and inside the recording, each with words', async () => {
      const result = await transcribe(speech);
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
      }
    });

    test.runIf(hears)('words, where there are any, lie in order within their segment', async () => {
      const result = await transcribe(speech);
      if (result.kind !== 'transcript') throw new Error(result.reason);
      for (const segment of result.transcript.segments) {
        let before = segment.startSeconds;
        for (const word of segment.words ?? []) {
          expect(word.startSeconds).toBeGreaterThanOrEqual(before);
          expect(word.endSeconds).toBeLessThanOrEqual(segment.endSeconds);
          before = word.startSeconds;
        }
      }
    });

    test.runIf(hears)('progress never falls and ends at 1', async () => {
      const progress: number[] = [];
      await transcribe(speech, never, (fraction) => progress.push(fraction));
      expect(progress.at(-1)).toBe(1);
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    });

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
