import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { binSession, restoreSession } from '../../core/actions/bin-session.ts';
import { catchUpIndex } from '../../core/actions/catch-up-index.ts';
import { decideOnTopic } from '../../core/actions/decide-topics.ts';
import { editSession } from '../../core/actions/edit-session.ts';
import { replaceTranscript } from '../../core/actions/edit-transcript.ts';
import { bringUpToDate } from '../../core/actions/index-now.ts';
import { reprocessSession } from '../../core/actions/reprocess-session.ts';
import type { JobQueue } from '../../core/ports/job-queue.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import {
  findableVersionOf,
  forgetWhatIsIndexed,
  listBehind,
  raiseFindable,
} from '../../drizzle/queries/indexed-sessions.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import { indexedSessions } from '../../drizzle/schema/indexed-sessions.ts';
import { passages } from '../../drizzle/schema/passages.ts';
import { makeSession } from '../factories.ts';
import { silentLog as log } from '../support/log.ts';
import { openWorkshop, type Workshop } from '../support/stages.ts';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

/** Nobody takes what is enqueued: all that happens is what the catch-up does. */
const queue: Partial<JobQueue> = { enqueue: async () => {} };
const deps = () => ({ ...workshop.deps, queue: queue as JobQueue, log });

async function addSession(overrides: Parameters<typeof makeSession>[1] = {}) {
  const { db } = workshop.deps;
  const session = await makeSession(db, { status: 'ready', ...overrides });
  const segments = [{ startSeconds: 0, endSeconds: 4, speaker: null, text: 'Les réunions du matin' }];
  const transcript = { engine: 'captions', grade: 'given', language: 'fr', segments } as const;
  await addTranscript(db, session.id, transcript, { origin: 'machine' });
  return { id: session.id, owner: { id: session.ownerId, role: 'curator', team: null } as const };
}

const reader = { id: '00000000-0000-0000-0000-000000000000', role: 'member', team: null } as const;
const find = async (text: string) => {
  const query = { text, reader, filters: {}, sort: 'relevance', limit: 10, moments: 3 } as const;
  return (await workshop.deps.searchIndex.search(query)).hits.map(({ sessionId }) => sessionId);
};

/** The catch-up, and which sessions it wrote. */
async function catchUp(searchIndex: SearchIndex = workshop.deps.searchIndex): Promise<string[]> {
  const written: string[] = [];
  await catchUpIndex({ ...deps(), searchIndex }, { onSession: (id) => written.push(id) });
  return written.sort();
}

test('what was never indexed is, once; what is processed for the first time is left to its stages', async () => {
  const { id } = await addSession({ language: 'fr' });
  await addSession({ status: 'processing' });
  await addSession({ deletedAt: new Date() });
  expect(await catchUp()).toEqual([id]);
  expect(await find('réunion')).toEqual([id]);
  expect(await catchUp()).toEqual([]);
});

test('sessions indexed in an older form are indexed again, once, and are found until then', async () => {
  const { db } = workshop.deps;
  const { id } = await addSession({ language: 'fr' });
  await catchUp();
  await db.update(indexedSessions).set({ copy: 'database old' });
  expect(await find('réunion')).toEqual([id]);
  expect(await catchUp()).toEqual([id]);
  expect(await catchUp()).toEqual([]);
  const copies = await db.select({ copy: indexedSessions.copy }).from(indexedSessions);
  expect(copies.map(({ copy }) => copy)).not.toContain('database old');
});

test('all is written again on demand', async () => {
  const { id } = await addSession();
  await catchUp();
  await forgetWhatIsIndexed(workshop.deps.db);
  expect(await catchUp()).toEqual([id]);
});

test('rows that were made for another language are made anew for the right one', async () => {
  const { db } = workshop.deps;
  const { id } = await addSession({ language: 'en' });
  await catchUp();
  expect(await find('reunions')).toEqual([id]);
  await db.transaction(async (tx) => {
    await updateSession(tx, id, { language: 'fr' });
    await raiseFindable(tx, [id]);
  });
  await catchUp();
  const rows = await db.select({ configuration: passages.configuration }).from(passages);
  expect(new Set(rows.map(({ configuration }) => configuration))).toEqual(new Set(['french']));
  expect(await find('réunion matinée')).toEqual([id]);
});

type Added = Awaited<ReturnType<typeof addSession>>;
const segments = [{ startSeconds: 0, endSeconds: 4, speaker: null, text: 'a rhubarb' }];
const changes: Record<string, (added: Added) => Promise<unknown>> = {
  title: ({ id, owner }) => editSession(deps(), owner, id, { title: 'Rhubarb' }),
  speakers: ({ id, owner }) => editSession(deps(), owner, id, { speakers: ['Ida Fern'] }),
  topics: ({ id, owner }) => editSession(deps(), owner, id, { topics: ['Rhubarb'] }),
  'topic that is taken off': async ({ id, owner }) => {
    await editSession(deps(), owner, id, { topics: ['Rhubarb'] });
    await catchUp();
    await decideOnTopic(deps(), owner, id, { slug: 'rhubarb', status: 'rejected' });
  },
  visibility: ({ id, owner }) => editSession(deps(), owner, id, { visibility: 'private' }),
  transcript: ({ id, owner }) => {
    // The index is away for the moment of the edit.
    const searchIndex = {
      ...workshop.deps.searchIndex,
      replaceSession: () => Promise.reject(new Error('away')),
    };
    const edit = { text: { segments }, ifMatch: undefined };
    return replaceTranscript({ ...deps(), searchIndex }, owner, id, edit);
  },
  processing: async ({ id }) => reprocessSession(deps(), await workshop.sessionOf(id), ['transcribe']),
};

test.each(Object.keys(changes))('a change of its %s has a session written again', async (name) => {
  const added = await addSession();
  await catchUp();
  await changes[name]?.(added);
  expect(await catchUp()).toEqual([added.id]);
  expect(await catchUp()).toEqual([]);
});

test('a session put into the bin while the index was away is taken out, and back in when it is restored', async () => {
  const { id, owner } = await addSession();
  await catchUp();
  const searchIndex = {
    ...workshop.deps.searchIndex,
    removeSession: () => Promise.reject(new Error('away')),
  };
  await binSession({ ...deps(), searchIndex }, owner, id);
  const rows = () => workshop.deps.db.select().from(passages).where(eq(passages.sessionId, id));
  expect(await rows()).not.toEqual([]);
  expect(await catchUp()).toEqual([id]);
  expect(await rows()).toEqual([]);
  await restoreSession(deps(), owner, id);
  expect(await catchUp()).toEqual([id]);
  expect(await find('matin')).toEqual([id]);
});

test('what was read before an edit is not written over what was read after it', async () => {
  const { db, searchIndex } = workshop.deps;
  const { id, owner } = await addSession({ title: 'Marmalade' });
  await bringUpToDate(
    db,
    {
      ...searchIndex,
      async replaceSession(...older) {
        await editSession(deps(), owner, id, { title: 'Rhubarb' });
        await bringUpToDate(db, searchIndex, id);
        await searchIndex.replaceSession(...older);
      },
    },
    id,
  );
  expect([await find('marmalade'), await find('rhubarb')]).toEqual([[], [id]]);
  expect(await findableVersionOf(db, id)).toBe(2);
  expect(await listBehind(db, 'database 2', { after: null, limit: 10 })).toEqual([]);
});

test('a session that cannot be written holds up no other and is tried again', async () => {
  const { id: broken } = await addSession();
  const { id } = await addSession();
  const { searchIndex } = workshop.deps;
  const failing: SearchIndex = {
    ...searchIndex,
    upkeep: (fill) =>
      searchIndex.upkeep((copy) =>
        fill({
          ...copy,
          replaceSession: (session, ...rest) =>
            session.id === broken
              ? Promise.reject(new Error('broken'))
              : copy.replaceSession(session, ...rest),
        }),
      ),
  };
  expect(await catchUp(failing)).toEqual([id]);
  expect(await catchUp()).toEqual([broken]);
});

test('two processes at once do the work once', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, async () => (await addSession()).id));
  const written = await Promise.all([catchUp(), catchUp()]);
  expect(written.flat().sort()).toEqual(ids.sort());
});
