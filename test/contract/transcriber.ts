import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Segment } from '../../core/model/transcript.ts';
import type {
  AnsweredPiece,
  TranscribeRequest,
  TranscribeResult,
  Transcriber,
} from '../../core/ports/transcriber.ts';
import { fixtures, withScratchDir, writeWav } from '../support/speech.ts';
import { type TranscribeOptions, transcribe } from '../support/transcribe.ts';

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
  phrases: ['Shift key'],
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

    let whole: Promise<{ result: TranscribeResult; answered: readonly AnsweredPiece[] }> | undefined;
    /** The speech, recognised once for all tests: that takes seconds. */
    const recognised = () => {
      const answered: AnsweredPiece[] = [];
      whole ??= run(speech, { answered }).then((result) => ({ result, answered }));
      return whole;
    };
    const run = (request: TranscribeRequest, options?: TranscribeOptions) =>
      transcribe(opened.transcriber, request, options);

    test('check is content with a working installation', async () => {
      await expect(opened.transcriber.check(never())).resolves.toBeUndefined();
    });

    test.runIf(!hears)('has nothing, and a sentence that says why', async () => {
      expect(await run(speech)).toEqual({
        kind: 'nothing',
        reason: expect.stringMatching(/^[A-Z].+\.$/),
      });
    });

    test.runIf(hears)('segments and their words come in order and lie inside', async () => {
      const { result } = await recognised();
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
    });

    test.runIf(hears)(
      'who recognises the pieces, and in which order, makes no difference',
      { timeout: 180_000 },
      async () => {
        const { result: forwards, answered } = await recognised();
        const backwards = await run(speech, { piecesAtOnce: 1, order: (pieces) => pieces.toReversed() });
        expect(backwards).toEqual(forwards);
        const another = await open();
        const asked: AnsweredPiece[] = [...answered];
        expect(await transcribe(another.transcriber, speech, { answered: asked })).toEqual(forwards);
        expect(asked).toHaveLength(answered.length);
        await another.close();
      },
    );

    test.runIf(hears)(
      'planned pieces touch nothing twice, and none follow when all are answered',
      async () => {
        const { answered } = await recognised();
        const pieces = answered.map(({ piece }) => piece).toSorted((a, b) => a.start - b.start);
        let before = 0;
        for (const { start, end } of pieces) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(Math.ceil(speech.durationSeconds * 16_000));
      },
    );

    test.runIf(hears)(
      'answers are kept apart by language, and by nothing that changes from run to run',
      async () => {
        const again = await open();
        expect(again.transcriber.settingsFor('en')).toBe(opened.transcriber.settingsFor('en'));
        expect(opened.transcriber.settingsFor('de')).not.toBe(opened.transcriber.settingsFor('en'));
        await again.close();
      },
    );

    test.runIf(hears)('a recording without any sound has nothing', async () => {
      await withScratchDir(async (dir) => {
        const wavPath = join(dir, 'silence of an hour.wav');
        await writeWav(wavPath, 5, []);
        const result = await run({ ...speech, wavPath, durationSeconds: 5 });
        expect(result).toEqual({ kind: 'nothing', reason: 'No speech was heard in this recording.' });
      });
    });

    test.runIf(hears)('work that is called off before it starts rejects with the abort', async () => {
      await expect(run(speech, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        name: 'AbortError',
      });
    });

    test.runIf(hears)('a WAV that is none is a PermanentError', async () => {
      const wavPath = join(import.meta.dirname, '../fixtures/speech/README.md');
      await expect(run({ ...speech, wavPath })).rejects.toMatchObject({ name: 'PermanentError' });
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
