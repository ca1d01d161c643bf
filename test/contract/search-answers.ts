import { expect, test } from 'vitest';
import type { SearchFilters } from '../../core/ports/search-index.ts';
import { add, asked, type OpenIndex, sessionsOf, spoken, startsOf, talk } from './search-talks.ts';

/** What an answer looks like: moments, snippets, filters, facets, order, pages. */
export function answerContract(opened: () => OpenIndex): void {
  const search = (...given: Parameters<typeof asked>) => opened().index.search(asked(...given));

  test('a session is one hit with its best moments, best first', async () => {
    const apart = 'a gadget that we showed to all the people there, and then a widget';
    await add(opened(), talk(), spoken(apart, 'nothing here', 'the gadget widget', apart, apart, apart));
    const answer = await search('gadget widget ');
    expect(answer.hits).toHaveLength(1);
    expect(startsOf(answer)[0]).toBe(80);
    expect(startsOf(answer)).toHaveLength(3);
    expect(startsOf(await search('gadget', { moments: 5 })).toSorted((a, b) => a - b)).toEqual([
      0, 80, 120, 160, 200,
    ]);
    expect(await search('gadget', { moments: 1 })).toMatchObject({
      total: 1,
      totalMoments: 5,
      hits: [{ momentCount: 5 }],
    });
  });

  test('a moment carries its time, its speaker and its text with marks', async () => {
    const passages = [
      { startSeconds: 12.345, endSeconds: 50.5, speaker: 'Ida', text: 'Our Café, they said', clock: [] },
    ];
    await add(opened(), talk(), passages);
    expect((await search('cafe')).hits[0]?.moments).toMatchObject([
      { startSeconds: 12.345, endSeconds: 50.5, speaker: 'Ida', snippet: 'Our <mark>Café</mark>, they said' },
    ]);
  });

  test('a moment starts where the words that were looked for are said', async () => {
    const text = `${'and so on '.repeat(30)}then roll back the deploy at once`;
    const offset = text.indexOf('roll');
    const clock = [
      { offset: 0, seconds: 100 },
      { offset, seconds: 131.5 },
      { offset: text.length, seconds: 140 },
    ];
    await add(opened(), talk(), [{ startSeconds: 100, endSeconds: 140, speaker: null, text, clock }]);
    expect((await search('roll deploy')).hits[0]?.moments[0]?.startSeconds).toBeCloseTo(131.5, 1);
  });

  test('what people said never becomes markup', async () => {
    await add(opened(), talk(), spoken(`<script>alert("x")</script> & <mark>it's</mark> 🎉 an exploit`));
    expect((await search('exploit')).hits[0]?.moments[0]?.snippet).toBe(
      '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;mark&gt;it&#39;s&lt;/mark&gt; 🎉 an <mark>exploit</mark>',
    );
  });

  test('scores fall from hit to hit', async () => {
    for (const text of ['owl and lantern', 'owl', 'lantern light', 'an owl', 'no lantern'])
      await add(opened(), talk(), spoken(text));
    const scores = (await search('owl lantern')).hits.map(({ score }) => score);
    expect(scores.length).toBeGreaterThan(1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  const wanted = talk({
    speakers: ['Ida "Fern" O\'Neil'],
    topics: ['Data \\ Models'],
    language: 'de',
    heldAt: new Date('2025-06-15T12:00:00Z'),
  });
  test.each<[string, SearchFilters, boolean]>([
    ['topic', { topic: 'data \\ models' }, true],
    ['topic', { topic: 'other' }, false],
    ['topic', { topic: '" OR visibility = "private' }, false],
    ['speaker', { speaker: 'Ida "Fern" O\'Neil' }, true],
    ['speaker', { speaker: 'Ida' }, false],
    ['speaker', { speaker: '\0' }, false],
    ['language', { language: 'de' }, true],
    ['language', { language: 'en' }, false],
    ['from', { from: new Date('2025-06-15T12:00:00Z') }, true],
    ['from', { from: new Date('2025-06-15T12:00:01Z') }, false],
    ['to', { to: new Date('2025-06-15T12:00:00Z') }, true],
    ['to', { to: new Date('2025-06-15T11:59:59Z') }, false],
  ])('the filter %s %j is kept: %s', async (_, filters, isFound) => {
    await add(opened(), wanted, spoken('the walrus'));
    for (const text of ['walrus', ''])
      expect(sessionsOf(await search(text, { filters }))).toEqual(isFound ? [wanted.id] : []);
  });

  test('facets count sessions, not passages', async () => {
    const heldAt = new Date('2025-12-31T23:59:59Z');
    await add(
      opened(),
      talk({ topics: ['A', 'B'], speakers: ['Ida'] }),
      spoken('an owl', 'an owl', 'an owl'),
    );
    await add(
      opened(),
      talk({ topics: ['B'], speakers: ['Ida', 'Zoe'], heldAt, language: 'fr' }),
      spoken('the owl'),
    );
    await add(opened(), talk({ topics: ['C'] }), spoken('the lark'));
    expect((await search('owl')).facets).toEqual({
      topics: [
        { value: 'B', count: 2 },
        { value: 'A', count: 1 },
      ],
      speakers: [
        { value: 'Ida', count: 2 },
        { value: 'Zoe', count: 1 },
      ],
      languages: [
        { value: 'en', count: 1 },
        { value: 'fr', count: 1 },
      ],
      years: [
        { value: '2025', count: 1 },
        { value: '2026', count: 1 },
      ],
      collections: [],
    });
  });

  const onDay = (day: number) => talk({ heldAt: new Date(Date.UTC(2026, 0, day)) });

  test('newest first goes by when it was held', async () => {
    const days = [onDay(5), onDay(20), onDay(11)];
    for (const document of days) await add(opened(), document, spoken('the owl'));
    const newest = [days[1]?.id, days[2]?.id, days[0]?.id];
    expect(sessionsOf(await search('owl', { sort: 'newest' }))).toEqual(newest);
  });

  test('without words the newest sessions are listed, without moments', async () => {
    const days = [onDay(5), onDay(20)];
    for (const document of days) await add(opened(), document, spoken('the owl'));
    expect(await search('  ')).toMatchObject({
      hits: [
        { sessionId: days[1]?.id, moments: [] },
        { sessionId: days[0]?.id, moments: [] },
      ],
      total: 2,
      totalMoments: 0,
    });
  });

  test.each(['owl', ''])('pages of [%s] are complete and repeat nothing', async (text) => {
    const documents = Array.from({ length: 23 }, (_, day) => onDay(day + 1));
    for (const document of documents) await add(opened(), document, spoken('the owl', 'an owl again'));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer = await search(text, { limit: 5, cursor: cursor ?? undefined });
      expect(answer.total).toBe(23);
      seen.push(...sessionsOf(answer));
      cursor = answer.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(23);
    expect(new Set(seen)).toEqual(new Set(documents.map(({ id }) => id)));
  });

  test('a cursor of another search is refused', async () => {
    for (const day of [1, 2]) await add(opened(), onDay(day), spoken('the owl'));
    const { nextCursor } = await search('owl', { limit: 1 });
    expect(nextCursor).not.toBeNull();
    const refused = expect.objectContaining({ code: 'invalid' });
    await expect(search('lark', { cursor: nextCursor ?? undefined })).rejects.toEqual(refused);
    await expect(search('owl', { cursor: 'nonsense' })).rejects.toEqual(refused);
  });

  test.each([
    ['ten thousand letters', 'x'.repeat(10_000)],
    ['ten kilobytes of words', 'owl lark heron '.repeat(700)],
    ['NUL', '\0owl\0'],
    ['emoji', '🎉🎉'],
    ['half an emoji', '\ud83c owl'],
    ['only punctuation', "?!*:&|<->()'\\%_"],
    ['an unbalanced quote', '"owl and'],
    ['empty quotes', '"" -"" -'],
    ['only an exclusion', '-owl'],
    ['stop words', 'what is the'],
    ['a lone letter', 'o'],
    ['operators of the engines', 'owl & !lark | \'x\':* <-> OR AND NOT "a" = 1'],
    ['scripts without blanks', '東京で会議 ภาษาไทย'],
  ])('%s is searched for without an error', async (_, text) => {
    await add(opened(), talk(), spoken('the owl of 東京'));
    await expect(search(text)).resolves.toMatchObject({ hits: expect.any(Array) });
  });

  test('a check of a reachable index resolves', async () => {
    expect(await opened().index.check()).toBe('ok');
  });

  test('a search that was called off rejects with its reason', async () => {
    const reason = new Error('called off');
    await expect(opened().index.search(asked('owl'), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
}
