import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noTagger } from '../../core/engines/tagger/none.ts';
import { noTranscriber } from '../../core/engines/transcriber/none.ts';
import type { Tagger, TagRequest } from '../../core/ports/tagger.ts';
import type { Transcriber } from '../../core/ports/transcriber.ts';
import { newId } from '../../drizzle/ids.ts';
import { forgetMediaFiles } from '../../drizzle/queries/media-files.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { insertTerms } from '../../drizzle/queries/terms.ts';
import { setTopics, topicsOfSessions } from '../../drizzle/queries/topics.ts';
import { addTranscript, findTranscript } from '../../drizzle/queries/transcripts.ts';
import type { Stage, StageDeps } from '../../workers/stage.ts';
import { extras } from '../../workers/stages/extras.ts';
import { index } from '../../workers/stages/index-session.ts';
import { optimise } from '../../workers/stages/optimise.ts';
import { probe } from '../../workers/stages/probe.ts';
import { tag } from '../../workers/stages/tag.ts';
import { transcode } from '../../workers/stages/transcode.ts';
import { transcribe } from '../../workers/stages/transcribe.ts';
import { makeSession } from '../factories.ts';
import { wordErrorRate } from '../support/speech.ts';
import { openWorkshop, type Workshop } from '../support/stages.ts';
import { pivotTalk, said } from '../support/talks.ts';

const garten = [
  'Die Tomaten brauchen im Garten viel Sonne und lockere Erde.',
  'Wir haben den Kompost unter die Erde gemischt und das Beet gegossen.',
  'Eine Gießkanne reicht für das Beet, wenn die Erde mit Kompost bedeckt ist.',
  'Und dann werden die Tomaten im Beet an einem Stab nach oben gebunden.',
];
const server = [
  'Der Server im Rechenzentrum hat eine neue Festplatte bekommen.',
  'Wir sichern die Datenbank jede Nacht auf einen zweiten Server.',
  'Wenn eine Festplatte ausfällt, läuft die Datenbank auf dem Server weiter.',
  'Und dann wird im Rechenzentrum die Festplatte vom Server getauscht.',
];

let workshop: Workshop;
let deps: StageDeps;
beforeAll(async () => {
  workshop = await openWorkshop();
  ({ deps } = workshop);
});
afterAll(() => workshop.close());

const addRecording = (name: string, captions?: string) => workshop.addRecording(name, captions);
const run = (stage: Stage, id: string) => workshop.run(stage, id);
const sessionOf = (id: string) => workshop.sessionOf(id);
const addCaptions = (id: string, fileName: string, bytes: Buffer) =>
  workshop.addCaptions(id, fileName, bytes);
const topicsOf = async (id: string) => (await topicsOfSessions(deps.db, [id])).get(id) ?? [];
const textOf = async (id: string) =>
  (await findTranscript(deps.db, id))?.segments.map((segment) => segment.text).join(' ');

/** Ids of the sessions that an admin finds. */
async function foundBy(text: string): Promise<readonly string[]> {
  const reader = { id: newId(), role: 'admin', team: null } as const;
  const query = { text, reader, filters: {}, sort: 'relevance', limit: 20, moments: 1 } as const;
  return (await deps.searchIndex.search(query)).hits.map((hit) => hit.sessionId);
}

describe('transcribe', () => {
  test('takes the captions that came with the recording, and the speakers they name', async () => {
    const id = await addRecording('zoom-like.mp4', 'zoom-like.vtt');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({ status: 'done', engine: 'captions' });
    expect(await findTranscript(deps.db, id)).toMatchObject({ origin: 'machine', grade: 'given' });
    expect(await textOf(id)).toMatch(/^Welcome to this short session about pivot tables\./);
    expect((await sessionOf(id)).speakers).toEqual(['Dana Whitfield']);
  });

  test('takes the captions that replaced them, and the speakers these name, but not in place of those a person named', async () => {
    const id = await addRecording('zoom-like.mp4', 'zoom-like.vtt');
    await run(probe, id);
    await run(transcribe, id);
    const replace = async (name: string) => {
      await forgetMediaFiles(deps.db, id, ['captions']);
      const text = `WEBVTT\n\n00:01.000 --> 00:02.000\n<v ${name}>Better.`;
      await addCaptions(id, `captions-${name}`, Buffer.from(text));
      await run(transcribe, id);
      return (await sessionOf(id)).speakers;
    };
    expect(await replace('Ann')).toEqual(['Ann']);
    expect(await textOf(id)).toBe('Better.');
    await updateSession(deps.db, id, { speakers: ['Dr. Ann Lee'] });
    expect(await replace('Bob')).toEqual(['Dr. Ann Lee']);
  });

  test('takes the track in the language that a person gave', async () => {
    const id = await addRecording('subtitle-tracks.mkv');
    await updateSession(deps.db, id, { languageGiven: 'fr' });
    await run(probe, id);
    await run(transcribe, id);
    expect(await textOf(id)).toBe('Qui ?');
  });

  test('takes the subtitle track of the recording where no captions came with it', async () => {
    const id = await addRecording('subtitles.mkv');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({ status: 'done', engine: 'subtitles' });
    expect(await textOf(id)).toContain('Who takes the pager on Friday night?');
    expect((await sessionOf(id)).speakers).toEqual(['Dana Whitfield', 'Sam Okoro']);
  });

  test('else listens, and says that the text is rough', async () => {
    const id = await addRecording('voice.m4a');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({ status: 'done', engine: 'pocketsphinx' });
    expect(await findTranscript(deps.db, id)).toMatchObject({ grade: 'rough', language: 'en' });
    const said =
      'Press the shift key and the space bar at the same time. This will select the whole row of the table.';
    // 0.29 was measured for this synthetic voice.
    expect(wordErrorRate(said, (await textOf(id)) ?? '')).toBeLessThanOrEqual(0.5);
  });

  test('listens for no topic of what the session’s readers cannot open', async () => {
    const { id: hidden } = await makeSession(deps.db, { visibility: 'private' });
    await setTopics(deps.db, hidden, ['Hidden takeover']);
    const { id: open } = await makeSession(deps.db);
    await setTopics(deps.db, open, ['Open house']);
    const id = await addRecording('voice.m4a');
    await run(probe, id);
    const phrases: string[] = [];
    const transcriber: Transcriber = {
      ...noTranscriber(),
      async plan(request, ...rest) {
        phrases.push(...request.phrases);
        return noTranscriber().plan(request, ...rest);
      },
    };
    await workshop.run(transcribe, id, { transcriber });
    expect(phrases).toContain('Open house');
    expect(phrases).not.toContain('Hidden takeover');
  });

  test('skips a recording without sound, and says so', async () => {
    const id = await addRecording('anamorphic-silent.mp4');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({
      status: 'skipped',
      note: 'There is no sound in this recording.',
    });
    expect(await findTranscript(deps.db, id)).toBeUndefined();
  });
});

const pivotTranscript = { engine: 'captions', grade: 'given', language: 'en', segments: pivotTalk } as const;

describe('tag', () => {
  test('suggests topics, replaces its own suggestions, and keeps the topics and the summary of people', async () => {
    const { id } = await makeSession(deps.db, { summary: 'By a person.', summaryBy: 'person' });
    await addTranscript(deps.db, id, pivotTranscript, { origin: 'machine' });
    expect(await run(tag, id)).toMatchObject({ status: 'done', engine: 'keyphrase' });
    const suggested = await topicsOf(id);
    expect(suggested.join(' ')).toMatch(/pivot/i);
    await setTopics(deps.db, id, ['Budgeting', ...suggested.slice(1)]);
    await run(tag, id);
    const kept = await topicsOf(id);
    expect(kept).toEqual(expect.arrayContaining(['Budgeting', ...suggested.slice(1)]));
    expect(kept).not.toContain(suggested[0]);
    expect((await sessionOf(id)).summary).toBe('By a person.');
  });

  const deciding: Tagger = {
    ...noTagger(),
    suggest: async () => ({
      topics: [{ name: 'Pivot tables', confidence: 0.9, seconds: [10] }],
      summary: 'By a machine.',
      chapters: [
        { startSeconds: 0, title: 'Start' },
        { startSeconds: 300, title: 'Middle' },
      ],
      title: 'Pivot tables at a glance',
      language: 'fr',
    }),
  };
  const addTalk = async (values: Parameters<typeof makeSession>[1], language = 'en') => {
    const { id } = await makeSession(deps.db, { durationSeconds: 600, ...values });
    await addTranscript(deps.db, id, { ...pivotTranscript, language }, { origin: 'machine' });
    return id;
  };
  const tagWith = (tagger: Tagger, id: string) => workshop.run(tag, id, { tagger });

  test('keeps a title, a summary and chapters as suggestions of a machine', async () => {
    const id = await addTalk({ title: 'IMG 0042' });
    await tagWith(deciding, id);
    expect(await sessionOf(id)).toMatchObject({
      title: 'IMG 0042',
      titleSuggested: 'Pivot tables at a glance',
      summary: 'By a machine.',
      chapters: [{ startSeconds: 0 }, { startSeconds: 300 }],
      chaptersBy: 'ai',
    });
  });

  test('is nobody who set chapters when it has found none', async () => {
    const id = await addTalk({});
    for (const tagger of [deciding, noTagger()]) await tagWith(tagger, id);
    expect(await sessionOf(id)).toMatchObject({ chapters: [], chaptersBy: null });
  });

  test('leaves alone what people decide while it runs', async () => {
    const id = await addTalk({});
    const byPerson = [{ startSeconds: 5, title: 'Mine' }];
    const meanwhile: Tagger = {
      ...deciding,
      async suggest(request, signal) {
        const decided = { summaryBy: 'person', chaptersBy: 'person', titleBy: 'person' } as const;
        await updateSession(deps.db, id, { ...decided, summary: 'Mine.', chapters: byPerson });
        return deciding.suggest(request, signal);
      },
    };
    await tagWith(meanwhile, id);
    expect(await sessionOf(id)).toMatchObject({
      titleSuggested: null,
      summary: 'Mine.',
      chapters: byPerson,
      chaptersBy: 'person',
    });
  });

  test('takes the language that the tagger tells where nobody else knows it', async () => {
    const unknown = await addTalk({ language: 'und' }, 'und');
    const heard = await addTalk({ language: 'en' });
    for (const id of [unknown, heard]) await tagWith(deciding, id);
    expect((await sessionOf(unknown)).language).toBe('fr');
    expect((await sessionOf(heard)).language).toBe('en');
  });

  test('begins chapters where slides change, whichever is known first', async () => {
    const id = await addTalk({ slideChanges: [8, 306, 500] });
    await tagWith(deciding, id);
    expect((await sessionOf(id)).chapters.map(({ startSeconds }) => startSeconds)).toEqual([0, 306]);
  });

  test.each(['de', 'und'])(
    'finds chapters in a language that is not English, given as %s',
    async (language) => {
      const segments = said([...Array(15).fill(garten), ...Array(15).fill(server)].flat());
      const { id } = await makeSession(deps.db, { durationSeconds: 1_200, language });
      await addTranscript(deps.db, id, { ...pivotTranscript, segments, language }, { origin: 'machine' });
      await run(tag, id);
      const [first, second, ...more] = (await sessionOf(id)).chapters;
      expect(more).toEqual([]);
      expect(first?.title).toMatch(/Erde|Tomaten|Kompost|Beet|Gießkanne/);
      expect(second?.title).toMatch(/Rechenzentrum|Server|Festplatte|Datenbank/);
      expect(Math.abs((second?.startSeconds ?? 0) - 600)).toBeLessThan(60);
    },
  );

  test('knows a topic by what the vocabulary calls it besides', async () => {
    const term = {
      name: 'Filter button',
      kind: 'topic',
      aliases: ['slicer'],
      mishearings: [],
      note: '',
    } as const;
    const id = await addTalk({});
    await insertTerms(deps.db, [term], (await sessionOf(id)).ownerId);
    await run(tag, id);
    expect(await topicsOf(id)).toContain('Filter button');
    expect((await topicsOf(id)).join()).not.toMatch(/slicer/i);
  });

  test('is told the language that a person gave, and no topic of what its readers cannot open', async () => {
    const { id: hidden } = await makeSession(deps.db, { visibility: 'private' });
    await setTopics(deps.db, hidden, ['Secret merger']);
    const id = await addTalk({ languageGiven: 'de', language: 'de' });
    const requests: TagRequest[] = [];
    const listening: Tagger = {
      ...deciding,
      suggest(request, signal) {
        requests.push(request);
        return deciding.suggest(request, signal);
      },
    };
    for (const session of [id, hidden]) {
      if (session === hidden) await addTranscript(deps.db, hidden, pivotTranscript, { origin: 'machine' });
      await tagWith(listening, session);
    }
    expect(requests.map(({ language }) => language)).toEqual(['de', 'en']);
    const isTold = requests.map(({ knownTopics }) => knownTopics.includes('Secret merger'));
    expect(isTold).toEqual([false, true]);
  });

  test('skips a session in which nothing was said', async () => {
    const { id } = await makeSession(deps.db);
    expect((await run(tag, id)).status).toBe('skipped');
  });
});

test('transcribers and taggers are told no topic that one of those who may open the session may not see', async () => {
  const id = await addRecording('voice.m4a');
  const { ownerId } = await sessionOf(id);
  await run(probe, id);
  await addTranscript(deps.db, id, pivotTranscript, { origin: 'machine' });
  const about = async (name: string, overrides: Parameters<typeof makeSession>[1]) => {
    const other = await makeSession(deps.db, overrides);
    await setTopics(deps.db, other.id, [name]);
    return other.id;
  };
  await about('Layoffs', { ownerId, visibility: 'private' });
  await about('Of the bin', { ownerId, deletedAt: new Date() });
  await about('Spelling', {});
  await setTopics(deps.db, await about('Taken off', {}), []);

  const told = async () => {
    const names: (readonly string[])[] = [];
    const listen = (heard: readonly string[]): never => {
      names.push(heard);
      throw new Error('only listening');
    };
    const transcriber: Transcriber = {
      ...deps.transcriber,
      plan: async ({ phrases }) => listen(phrases),
    };
    const tagger: Tagger = { ...noTagger(), suggest: async ({ knownTopics }) => listen(knownTopics) };
    for (const stage of [transcribe, tag])
      await expect(workshop.run(stage, id, { transcriber, tagger })).rejects.toThrow('only listening');
    const all = ['Layoffs', 'Of the bin', 'Spelling', 'Taken off'];
    return names.map((heard) => all.filter((name) => heard.includes(name)));
  };
  expect(await told()).toEqual([['Spelling'], ['Spelling']]);
  await updateSession(deps.db, id, { visibility: 'private' });
  expect(await told()).toEqual([
    ['Layoffs', 'Spelling'],
    ['Layoffs', 'Spelling'],
  ]);
});

describe('index', () => {
  test('makes a session findable by what is said in it, and not before', async () => {
    const { id } = await makeSession(deps.db, { title: 'Untitled' });
    const text = 'The marmalade dashboard shows every parcel.';
    const segments = [{ startSeconds: 1, endSeconds: 4, speaker: null, text }];
    await addTranscript(deps.db, id, { ...pivotTranscript, segments }, { origin: 'machine' });
    expect(await foundBy('marmalade dashboard')).toEqual([]);
    expect((await run(index, id)).status).toBe('done');
    expect(await foundBy('marmalade dashboard')).toEqual([id]);
  });

  test('makes it findable by what was heard beside the text, without quoting anybody', async () => {
    const { id } = await makeSession(deps.db, { title: 'Untitled' });
    const segments = [
      { startSeconds: 1, endSeconds: 4, speaker: null, text: 'We ask the fern dashed board.' },
    ];
    const spotted = [{ startSeconds: 2, endSeconds: 3, phrase: 'Fern dashboard' }];
    await addTranscript(deps.db, id, { ...pivotTranscript, segments, spotted }, { origin: 'machine' });
    await run(index, id);
    const reader = { id: newId(), role: 'admin', team: null } as const;
    const query = {
      text: 'fern dashboard',
      reader,
      filters: {},
      sort: 'relevance',
      limit: 5,
      moments: 1,
    } as const;
    const [hit] = (await deps.searchIndex.search(query)).hits;
    expect(hit).toMatchObject({ sessionId: id, moments: [{ startSeconds: expect.closeTo(2, 0) }] });
    expect(hit?.moments[0]?.snippet).toContain('[perhaps: <mark>Fern</mark> <mark>dashboard</mark>]');
  });

  test('leaves a session in the bin alone', async () => {
    const { id } = await makeSession(deps.db, { title: 'Rhubarb parcels', deletedAt: new Date() });
    expect((await run(index, id)).status).toBe('skipped');
    expect(await foundBy('rhubarb')).toEqual([]);
  });
});

test('text, topics and summary of people survive that everything is processed again', async () => {
  const id = await addRecording('zoom-like.mp4', 'zoom-like.vtt');
  const stages = [probe, transcode, extras, optimise, transcribe, tag, index];
  for (const stage of stages) await run(stage, id);
  expect(await foundBy('slicer')).toContain(id);

  const text = 'Welcome to the quokka workshop.';
  const segments = [{ startSeconds: 0.5, endSeconds: 3, speaker: null, text }];
  const author = { origin: 'person', authorId: (await sessionOf(id)).ownerId } as const;
  await deps.db.transaction((tx) => addTranscript(tx, id, { ...pivotTranscript, segments }, author));
  await setTopics(deps.db, id, ['Quokkas']);
  await updateSession(deps.db, id, { summary: 'All about quokkas.', summaryBy: 'person' });
  for (const stage of stages) await run(stage, id);

  expect(await textOf(id)).toBe(text);
  expect((await topicsOf(id))[0]).toBe('Quokkas');
  expect((await sessionOf(id)).summary).toBe('All about quokkas.');
  expect(await foundBy('quokka workshop')).toContain(id);
  expect(await foundBy('slicer')).not.toContain(id);
});
