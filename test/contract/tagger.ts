import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noSuggestions, type Tagger } from '../../core/ports/tagger.ts';
import { pivotTalk, tagRequest, twoSubjects } from '../support/talks.ts';

export interface OpenTagger {
  readonly tagger: Tagger;
  readonly close: () => Promise<void>;
}

const never = (): AbortSignal => new AbortController().signal;

/** What every Tagger keeps. `suggests` is false for one that never has anything. */
export function taggerContract(
  name: string,
  open: () => Promise<OpenTagger>,
  { suggests }: { readonly suggests: boolean },
): void {
  describe(`Tagger: ${name}`, () => {
    let opened: OpenTagger;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    test('check is content with a working installation', async () => {
      await expect(opened.tagger.check(never())).resolves.toBeUndefined();
    });

    test('no transcript gives no suggestions', async () => {
      expect(await opened.tagger.suggest(tagRequest({ title: 'Pivot tables' }), never())).toEqual(
        noSuggestions,
      );
    });

    test('topics come best first, at most eight, each once, with a confidence from 0 to 1', async () => {
      const { topics } = await opened.tagger.suggest(
        tagRequest({ title: 'Pivot tables in ten minutes', segments: pivotTalk }),
        never(),
      );
      expect(topics.length > 0).toBe(suggests);
      expect(topics.length).toBeLessThanOrEqual(8);
      const confidences = topics.map((topic) => topic.confidence);
      expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
      for (const confidence of confidences) {
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }
      expect(new Set(topics.map((topic) => topic.name.toLowerCase())).size).toBe(topics.length);
    });

    test.runIf(suggests)(
      'every topic comes with moments of the recording that show it, in order',
      async () => {
        const request = { title: 'Two subjects', segments: twoSubjects, durationSeconds: 1_200 };
        const { topics } = await opened.tagger.suggest(tagRequest(request), never());
        for (const { seconds } of topics) {
          expect(seconds.length).toBeGreaterThan(0);
          expect(seconds.length).toBeLessThanOrEqual(10);
          expect(seconds).toEqual([...new Set(seconds)].sort((a, b) => a - b));
          expect(seconds.every((moment) => moment >= 0 && moment <= 1_200)).toBe(true);
        }
      },
    );

    test.runIf(suggests)('a topic that exists is suggested in its own spelling', async () => {
      const { topics } = await opened.tagger.suggest(
        tagRequest({ title: 'Spreadsheets', segments: pivotTalk, knownTopics: ['PIVOT-Table', 'Cooking'] }),
        never(),
      );
      const names = topics.map((topic) => topic.name);
      expect(names).toContain('PIVOT-Table');
      expect(names).not.toContain('Pivot tables');
      expect(names).not.toContain('Cooking');
    });

    test.runIf(suggests)('a topic that is called otherwise is suggested by its name, once', async () => {
      const { topics } = await opened.tagger.suggest(
        tagRequest({
          ...{ title: 'Spreadsheets', segments: pivotTalk, knownTopics: ['Cross tabulation'] },
          otherNames: new Map([['pivot tables', 'Cross tabulation']]),
        }),
        never(),
      );
      const names = topics.map((topic) => topic.name);
      expect(names.filter((name) => name === 'Cross tabulation')).toHaveLength(1);
      expect(names.join(' ')).not.toMatch(/pivot tables?/i);
    });

    test('chapters start with the recording and are at least two minutes long', async () => {
      const durationSeconds = 1_200;
      const { chapters } = await opened.tagger.suggest(
        tagRequest({ title: 'Two subjects', segments: twoSubjects, durationSeconds }),
        never(),
      );
      expect(chapters.length > 0).toBe(suggests);
      const ends = [...chapters.slice(1).map((chapter) => chapter.startSeconds), durationSeconds];
      chapters.forEach((chapter, index) => {
        expect((ends[index] ?? 0) - chapter.startSeconds).toBeGreaterThanOrEqual(120);
        expect(chapter.title).not.toBe('');
      });
      if (suggests) expect(chapters[0]?.startSeconds).toBe(0);
    });

    test.runIf(suggests)('work that is called off rejects with the abort', async () => {
      const request = tagRequest({ title: 'Pivot tables', segments: pivotTalk });
      await expect(opened.tagger.suggest(request, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    });
  });
}
