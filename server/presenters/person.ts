import type { Person } from '../../core/api/people.ts';
import type { Database } from '../../drizzle/client.ts';
import type { SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import type { Speaking, SpokenTopic } from '../../drizzle/queries/speaking.ts';
import type { UserRow } from '../../drizzle/queries/users.ts';
import { presentShort } from './session.ts';

/** The page about somebody; `speaking` is absent where they are in no session that the reader may open. */
export async function presentPerson(
  db: Database,
  { id, name, isHidden }: UserRow,
  spoken: { readonly speaking: Speaking | undefined; readonly topics: readonly SpokenTopic[] },
  { items, nextCursor }: { readonly items: readonly SessionWithOwner[]; readonly nextCursor: string | null },
): Promise<Person> {
  return {
    ...{ id, name, isHidden },
    ...{ seconds: spoken.speaking?.seconds ?? 0, sessionCount: spoken.speaking?.sessionCount ?? 0 },
    topics: [...spoken.topics],
    sessions: await presentShort(db, items),
    nextCursor,
  };
}
