import { describe, expect, test } from 'vitest';
import { Transcript, type TranscriptEdit } from '../../core/api/transcripts.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { listStages, resetStages } from '../../drizzle/queries/stages.ts';
import { sessionStages } from '../../drizzle/schema/sessions.ts';
import type { TestPerson } from '../support/test-server.ts';
import { change, line, transcriptEditing } from '../support/transcript-editing.ts';

const editing = transcriptEditing();
const { call, hear, heard, read, patch, versionsOf, sessionOf } = editing;

describe('PATCH /api/sessions/:id/transcript', () => {
  test('makes all edits in order, and answers with the new version', async () => {
    const id = await heard(
      line(0, 'cube control'),
      line(4, 'is a tool. Use it'),
      line(8, 'thanks for watching'),
    );
    const answer = await patch(id, [
      change(0, 'kubectl'),
      { op: 'split', segment: 1, at: 10 },
      { op: 'merge', segment: 0 },
      { op: 'remove', segment: 2 },
      { op: 'insert', startSeconds: 20, endSeconds: 22, speaker: 'Bob', text: 'Bye' },
    ]);
    expect(answer.status).toBe(200);
    const { texts, etag, segments } = await read(id);
    expect(texts).toEqual(['kubectl is a tool.', 'Use it', 'Bye']);
    expect(answer.headers.get('etag')).toBe(etag);
    expect(Transcript.parse(await answer.json()).segments).toEqual(segments);
  });

  test('refuses all edits when one of them is bad, and says which', async () => {
    const id = await heard(line(0, 'one'));
    const answer = await patch(id, [change(0, 'ONE'), change(7, 'x')]);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ path: 'edits.1.segment' }] });
    expect((await read(id)).texts).toEqual(['one']);
  });

  test.each([
    [{ edits: [] }, 'edits'],
    [{ edits: [{ op: 'translate', segment: 0 }] }, 'edits'],
    [{ edits: [{ op: 'change', segment: -1 }] }, 'segment'],
    [{ edits: [{ op: 'change', segment: 0, text: '  ' }] }, 'text'],
    [{ edits: [{ op: 'change', segment: 0, startSeconds: 1e9 }] }, 'startSeconds'],
    [{ edits: [{ op: 'renameSpeaker', from: null, to: '' }] }, 'to'],
    [{ segments: [] }, 'edits'],
  ])('refuses %j', async (body, field) => {
    const id = await heard(line(0, 'one'));
    const answer = await call(`${id}/transcript`, { method: 'PATCH', body, etag: '"1"' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(field)]);
  });

  test('refuses as a PUT what is no language', async () => {
    const id = await heard(line(0, 'one'));
    const body = { language: 'not a language', segments: [line(0, 'two')] };
    const answer = await call(`${id}/transcript`, { method: 'PUT', body });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('language')]);
  });

  test('needs to know which version was seen', async () => {
    const id = await heard(line(0, 'one'));
    const answer = await patch(id, [change(0, 'x')], { etag: null });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([428, 'application/problem+json']);
    for (const etag of ['"77"', 'W/"1"', 'nonsense'])
      expect((await patch(id, [change(0, 'x')], { etag })).status).toBe(412);
    expect((await patch(id, [change(0, 'x')], { etag: '"9", "1"' })).status).toBe(200);
  });

  test('is for the owner and curators', async () => {
    const id = await heard(line(0, 'one'));
    const bob = await editing.server.person('champion');
    expect((await patch(id, [change(0, 'x')], { person: bob })).status).toBe(403);
    expect((await patch(id, [change(0, 'x')], { person: editing.cora })).status).toBe(200);
    expect((await call(`${id}/transcript/versions`, { person: bob })).status).toBe(403);
  });

  test('of what is there already makes no version', async () => {
    const id = await heard(line(0, 'one'));
    const before = await read(id);
    expect((await patch(id, [change(0, 'one')])).headers.get('etag')).toBe(before.etag);
    expect(await versionsOf(id)).toHaveLength(1);
  });

  test('that links an unchanged name to a person says who speaks: name and link outlive another machine', async () => {
    const id = await heard(line(0, 'one', 'Ana'), line(4, 'two', 'S2'));
    const rename = { op: 'renameSpeaker', from: 'Ana', to: 'Ana', personId: editing.ana.id } as const;
    expect((await patch(id, [rename])).status).toBe(200);
    expect((await patch(id, [rename])).status).toBe(200);
    expect((await versionsOf(id)).map(({ origin }) => origin)).toEqual(['person', 'machine']);
    await hear(id, line(0, 'one again', 'SPEAKER_00'), line(4, 'two again', 'SPEAKER_01'));
    const { segments, texts } = await read(id);
    expect(texts).toEqual(['one again', 'two again']);
    expect(segments.map(({ speaker }) => speaker)).toEqual(['Ana', 'SPEAKER_01']);
    expect((await sessionOf(id)).speakerPeople).toEqual([
      { name: 'Ana', personId: editing.ana.id, personName: 'Ana' },
    ]);
  });

  test('of many people at once keeps exactly one of each version, and loses nothing that was saved', async () => {
    const id = await heard(line(0, 'a'), line(10, 'b'));
    const { etag } = await read(id);
    const people = [editing.ana, editing.cora, editing.ana, editing.cora];
    const answers = await Promise.all(
      people.map((person, at) => patch(id, [change(at % 2, `by ${at}`)], { person, etag })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 412, 412, 412]);
    const saved = answers.findIndex(({ status }) => status === 200);
    expect((await read(id)).texts).toContain(`by ${saved}`);
    // Each tries again until it is through, as a client does.
    const persist = async (text: string, person: TestPerson): Promise<void> => {
      const edit: TranscriptEdit = { op: 'insert', startSeconds: 30, endSeconds: 31, speaker: null, text };
      const { status } = await patch(id, [edit], { person });
      expect([200, 412]).toContain(status);
      if (status === 412) await persist(text, person);
    };
    await Promise.all(['c', 'd', 'e', 'f'].map((text, at) => persist(text, people[at] ?? editing.ana)));
    expect((await read(id)).texts).toEqual(expect.arrayContaining([`by ${saved}`, 'c', 'd', 'e', 'f']));
    const numbers = (await versionsOf(id)).map(({ version }) => version);
    expect(numbers).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test.each([
    ['while the session is being transcribed again', 'marmalade', ['transcribe', 'tag', 'index']],
    ['while its turn to be indexed is behind others’', 'rhubarb', ['index']],
  ] as const)('is found at once, also %s', async (_when, word, waiting) => {
    const id = await heard(line(0, 'the quokka talk'));
    await editing.server.db.update(sessionStages).set({ status: 'done' });
    await resetStages(editing.server.db, id, waiting);
    await patch(id, [change(0, `the ${word} talk`)]);
    const search = async (q: string) =>
      (await editing.server.app.inject({ url: `/api/search?q=${q}`, headers: editing.ana.headers })).json()
        .total;
    expect([await search(word), await search('quokka')]).toEqual([1, 0]);
  });

  test('works on text from right to left, and on text without blanks', async () => {
    const id = await heard(line(0, 'שלום עולם'), line(4, '我们去北京'));
    await patch(id, [
      { op: 'split', segment: 1, at: 2 },
      { op: 'split', segment: 0, at: 5 },
    ]);
    expect((await read(id)).texts).toEqual(['שלום', 'עולם', '我们', '去北京']);
  });
});

describe('transcribing again', () => {
  test('fills only what nobody has touched, as a version of nobody’s', async () => {
    const id = await heard(line(0, 'cube control'), line(4, 'is a tool'), line(8, 'thanks for watching'));
    await patch(id, [change(0, 'kubectl'), { op: 'remove', segment: 2 }]);
    await hear(id, line(0, 'cue control'), line(4, 'is the tool'), line(8, 'thank you for watching'));
    expect((await read(id)).texts).toEqual(['kubectl', 'is the tool']);
    expect((await versionsOf(id)).map(({ origin, author }) => [origin, author?.name ?? null])).toEqual([
      ['merged', null],
      ['machine', null],
      ['person', 'Ana'],
    ]);
    await hear(id, line(0, 'cue control'), line(4, 'is the tool'), line(8, 'thank you for watching'));
    expect((await versionsOf(id)).filter(({ origin }) => origin === 'merged')).toHaveLength(1);
  });

  test('says how much people have corrected', async () => {
    const id = await heard(line(0, 'one two three'), line(4, 'four'));
    expect((await sessionOf(id)).transcript).toMatchObject({ edited: false, correctedShare: 0 });
    await patch(id, [change(1, 'FOUR')]);
    expect((await sessionOf(id)).transcript).toMatchObject({
      ...{ edited: true, correctedShare: 0.25, version: 2 },
      quality: 'Rough automatic transcript, partly corrected by people: good for finding, not for quoting',
    });
    const list = (
      await editing.server.app.inject({ url: '/api/sessions?limit=100', headers: editing.ana.headers })
    ).json();
    const short = list.items.find((item: { id: string }) => item.id === id);
    expect(short.transcriptGrade).toBe('rough');
  });

  test('keeps what a PUT has changed, with the words’ times of what it has not', async () => {
    const id = await heard(line(0, 'one two'), line(4, 'three'));
    await hear(id, { ...line(0, 'one two'), ...timed }, line(4, 'three'));
    const { etag, segments } = await read(id);
    const sent = segments.map(({ words, ...segment }) => segment);
    const body = { segments: [...sent.slice(0, 1), { ...line(4, 'THREE') }] };
    expect((await call(`${id}/transcript`, { method: 'PUT', body, etag })).status).toBe(200);
    expect((await read(id)).segments[0]?.words).toEqual(timed.words);
    await hear(id, line(0, 'uno dos'), line(4, 'tres'));
    expect((await read(id)).texts).toEqual(['uno dos', 'THREE']);
  });

  test('into another language than the one a person has set leaves theirs', async () => {
    const id = await heard(line(0, 'eins'));
    const body = { language: 'de', segments: [line(0, 'Eins')] };
    await call(`${id}/transcript`, { method: 'PUT', body });
    await hear(id, line(0, 'ice'), line(4, 'zwei'));
    expect([(await read(id)).language, (await sessionOf(id)).language]).toEqual(['de', 'de']);
  });

  test('of words leaves the language that a person or the tagger has told, also when it is undone', async () => {
    const given = await heard(line(0, 'eins'));
    await editing.server.db.update(sessionStages).set({ status: 'done' });
    const set = await call(given, { method: 'PATCH', body: { language: 'de' } });
    expect(set.status).toBe(200);
    const stages = (await listStages(editing.server.db, [given])).get(given) ?? [];
    const again = stages.filter(({ status }) => status === 'waiting').map(({ name }) => name);
    expect(again).toEqual(['tag', 'index']);
    await patch(given, [change(0, 'zwei')]);
    await patch(given, [change(0, 'drei')]);
    const { etag } = await read(given);
    await call(`${given}/transcript/versions/1/restore`, { method: 'POST', etag });
    expect((await read(given)).texts).toEqual(['eins']);
    expect([(await sessionOf(given)).language, (await read(given)).language]).toEqual(['de', 'de']);
    const found = await heard();
    await updateSession(editing.server.db, found, { language: 'fr' });
    await call(`${found}/transcript`, { method: 'PUT', body: { segments: [line(0, 'un')] } });
    expect((await sessionOf(found)).language).toBe('fr');
  });

  test('back to a version of before leaves the language that was chosen since', async () => {
    const id = await heard(line(0, 'eins'));
    await patch(id, [change(0, 'zwei')]);
    await call(`${id}/transcript`, { method: 'PUT', body: { language: 'de', segments: [line(0, 'drei')] } });
    const { etag } = await read(id);
    await call(`${id}/transcript/versions/2/restore`, { method: 'POST', etag });
    await hear(id, line(0, 'ice'));
    expect((await sessionOf(id)).language).toBe('de');
  });

  const timed = {
    words: [
      { startSeconds: 0, endSeconds: 1, text: 'one' },
      { startSeconds: 1, endSeconds: 2, text: 'two' },
    ],
  };
});

test('a caption file that is taken away leaves what people have changed in its text, and nothing else', async () => {
  const id = await heard(line(0, 'cube control'), line(4, 'somebody else’s marmalade'));
  await updateSession(editing.server.db, id, { hasCaptions: true });
  await patch(id, [change(0, 'kubectl')]);
  expect((await call(`${id}/captions`, { method: 'DELETE' })).status).toBe(200);
  expect((await read(id)).texts).toEqual(['kubectl']);
  await hear(id, line(0, 'cue control'), line(4, 'and a tool'));
  expect((await read(id)).texts).toEqual(['kubectl', 'and a tool']);
});

describe('speakers', () => {
  const rename = (from: string | null, to: string, personId?: string | null): TranscriptEdit => ({
    ...{ op: 'renameSpeaker', from, to },
    ...(personId === undefined ? {} : { personId }),
  });
  const twoVoices = [line(0, 'a', 'Speaker 1'), line(4, 'b', 'Speaker 2'), line(8, 'c', 'Speaker 1')];
  const namesIn = async (id: string) => (await read(id)).segments.map(({ speaker }) => speaker);

  test('are renamed everywhere at once, and stand for a person', async () => {
    const id = await heard(...twoVoices);
    await patch(id, [rename('Speaker 1', 'Ana Lima', editing.ana.id)]);
    expect(await namesIn(id)).toEqual(['Ana Lima', 'Speaker 2', 'Ana Lima']);
    const link = { personId: editing.ana.id, personName: 'Ana' };
    expect(await sessionOf(id)).toMatchObject({
      speakers: ['Ana Lima', 'Speaker 2'],
      speakerPeople: [{ name: 'Ana Lima', ...link }],
      transcript: { correctedShare: 0 },
    });
    await patch(id, [rename('Ana Lima', 'Dr. Lima')]);
    expect((await sessionOf(id)).speakerPeople).toEqual([{ name: 'Dr. Lima', ...link }]);
    await patch(id, [rename('Dr. Lima', 'Dr. Lima', null)]);
    expect((await sessionOf(id)).speakerPeople).toEqual([]);
  });

  test('stand for a person as long as they are listed', async () => {
    const id = await heard(...twoVoices);
    await patch(id, [rename('Speaker 1', 'Ana Lima', editing.ana.id)]);
    const peopleAmong = async (speakers: readonly string[]) => {
      await call(id, { method: 'PATCH', body: { speakers } });
      return (await sessionOf(id)).speakerPeople.map(({ name }: { name: string }) => name);
    };
    expect(await peopleAmong(['Speaker 2'])).toEqual([]);
    expect(await peopleAmong(['Speaker 2', 'Ana Lima'])).toEqual(['Ana Lima']);
  });

  test('keep their names when another machine calls them otherwise', async () => {
    const id = await heard(...twoVoices);
    await patch(id, [rename('Speaker 1', 'Ana')]);
    await hear(id, line(0, 'A', 'X'), line(4, 'B', 'Y'), line(8, 'C', 'X'));
    expect(await namesIn(id)).toEqual(['Ana', 'Y', 'Ana']);
    expect((await read(id)).texts).toEqual(['A', 'B', 'C']);
    expect((await sessionOf(id)).speakers).toEqual(['Ana', 'Y']);
  });

  test('that a person listed are renamed in the list alone when nobody is heard by that name', async () => {
    const id = await heard(line(0, 'a'));
    await call(id, { method: 'PATCH', body: { speakers: ['Bob', 'Eve'] } });
    await patch(id, [rename('Bob', 'Robert'), rename(null, 'Eve')]);
    expect((await sessionOf(id)).speakers).toEqual(['Robert', 'Eve']);
    expect(await namesIn(id)).toEqual(['Eve']);
  });

  test('cannot be renamed when there is no such one, or linked to nobody', async () => {
    const id = await heard(...twoVoices);
    const paths = async (edit: TranscriptEdit) => {
      const answer = await patch(id, [edit]);
      return [answer.status, (await answer.json()).errors?.[0]?.path];
    };
    expect(await paths(rename('Nobody', 'Ana'))).toEqual([400, 'edits.0.from']);
    expect(await paths(rename('Speaker 1', 'Ana', '019400aa-0000-7000-8000-000000000000'))).toEqual([
      400,
      'edits.0.personId',
    ]);
    expect(await namesIn(id)).toEqual(['Speaker 1', 'Speaker 2', 'Speaker 1']);
  });
});
