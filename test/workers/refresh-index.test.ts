import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshIndex } from '../../core/actions/refresh-index.ts';
import type { StageName } from '../../core/model/session.ts';
import { newId } from '../../drizzle/ids.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { insertStages, listDueStages, listStages } from '../../drizzle/queries/stages.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import { passages } from '../../drizzle/schema/passages.ts';
import { sessionStages } from '../../drizzle/schema/sessions.ts';
import { index } from '../../workers/stages/index-session.ts';
import { makeSession } from '../factories.ts';
import { silentLog as log } from '../support/log.ts';
import { openWorkshop, type Workshop } from '../support/stages.ts';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const others: Partial<Record<StageName, string>> = {
  ...{ probe: '', transcode: '', transcribe: '', tag: '', extras: '', optimise: '' },
};

const author = { origin: 'machine' } as const;

/** A session that was indexed. */
async function addIndexed(overrides: Parameters<typeof makeSession>[1] = {}): Promise<string> {
  const { db } = workshop.deps;
  const { id } = await makeSession(db, overrides);
  await insertStages(db, id, others);
  const segments = [{ startSeconds: 0, endSeconds: 4, speaker: null, text: 'Les réunions du matin' }];
  await addTranscript(db, id, { engine: 'captions', grade: 'given', language: 'fr', segments }, author);
  await workshop.run(index, id);
  await db.update(sessionStages).set({ status: 'done' }).where(eq(sessionStages.name, 'index'));
  return id;
}

const find = async (text: string) => {
  const reader = { id: newId(), role: 'member', team: null } as const;
  const query = { text, reader, filters: {}, sort: 'relevance', limit: 10, moments: 3 } as const;
  return (await workshop.deps.searchIndex.search(query)).hits.map(({ sessionId }) => sessionId);
};
const refresh = (format: string) =>
  refreshIndex({ ...workshop.deps, log, searchIndex: { ...workshop.deps.searchIndex, format } });
const isDue = async () => (await listDueStages(workshop.deps.db, 10)).map(({ stage }) => stage);

test('sessions indexed in an older form are indexed again, once, and are found until then', async () => {
  const { db } = workshop.deps;
  const id = await addIndexed({ language: 'fr' });
  await refresh('new');
  expect(await isDue()).toEqual(['index']);
  expect((await workshop.sessionOf(id)).status).toBe('ready');
  expect(await find('réunion')).toEqual([id]);
  await db.update(sessionStages).set({ status: 'done' }).where(eq(sessionStages.name, 'index'));
  await refresh('new');
  expect(await isDue()).toEqual([]);
});

test('what is in the bin stays out of the index', async () => {
  const id = await addIndexed({ deletedAt: new Date() });
  await refresh('new');
  const stages = (await listStages(workshop.deps.db, [id])).get(id) ?? [];
  expect(stages.find(({ name }) => name === 'index')?.status).toBe('done');
});

test('rows that were made for another language are made anew for the right one', async () => {
  const { db } = workshop.deps;
  const id = await addIndexed({ language: 'en' });
  expect(await find('reunions')).toEqual([id]);
  await db.update(sessionStages).set({ status: 'waiting' });
  await updateSession(db, id, { language: 'fr' });
  await workshop.run(index, id);
  const rows = await db.select({ configuration: passages.configuration }).from(passages);
  expect(new Set(rows.map(({ configuration }) => configuration))).toEqual(new Set(['french']));
  expect(await find('réunion matinée')).toEqual([id]);
});
