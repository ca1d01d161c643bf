import { eq } from 'drizzle-orm';
import { readForIndex } from '../../core/actions/index-session.ts';
import { findableVersionOf } from '../../drizzle/queries/indexed-sessions.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { makeSession } from '../factories.ts';
import type { TestServer } from './test-server.ts';

type Overrides = NonNullable<Parameters<typeof makeSession>[1]>;

/** A stored session with one line of 40 s a text, indexed as the product does; one that is there is changed. */
export async function indexSession(
  server: Pick<TestServer, 'db' | 'searchIndex'>,
  { id, ...overrides }: Overrides,
  texts: readonly string[],
) {
  const { db, searchIndex } = server;
  const known = id === undefined ? undefined : await findAnySession(db, id);
  const session = known ?? (await makeSession(db, { ...overrides, ...(id === undefined ? {} : { id }) }));
  if (known && Object.keys(overrides).length > 0)
    await db.update(sessions).set(overrides).where(eq(sessions.id, known.id));
  const segments = texts.map((text, at) => ({
    ...{ startSeconds: at * 40, endSeconds: at * 40 + 40, speaker: null },
    text,
  }));
  const transcript = { engine: 'captions', grade: 'given', language: 'en', segments } as const;
  await addTranscript(db, session.id, transcript, { origin: 'machine' });
  const fresh = (await findAnySession(db, session.id)) ?? session;
  const { document, passages } = await readForIndex(db, fresh, await findableVersionOf(db, fresh.id));
  await searchIndex.replaceSession(document, passages);
  return session;
}
