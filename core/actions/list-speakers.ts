import type { Database } from '../../drizzle/client.ts';
import { storable } from '../../drizzle/queries/search-scope.ts';
import { listSpeaking, listSpokenTopics, type Speaking } from '../../drizzle/queries/speaking.ts';
import { listTopicPages } from '../../drizzle/queries/topic-pages.ts';
import type { Speaker } from '../api/people.ts';
import type { Reader } from '../model/access.ts';
import { foldText } from '../model/search/asked.ts';

/** Of what is asked for; more topics than these are hardly meant. */
const mostTopics = 50;
const shownTopics = 5;

/** Where a page of speakers begins: behind this one. */
export type SpeakerPlace = readonly [name: string, key: string];
export const placeOf = ({ name, key }: Pick<Speaking, 'name' | 'key'>): SpeakerPlace => [foldText(name), key];

/** Those whose names, or whose topics, are called so, by name; with what they speak about. */
export async function listSpeakers(
  db: Database,
  reader: Reader,
  page: { readonly q: string; readonly limit: number; readonly after: SpeakerPlace | undefined },
): Promise<(Speaker & Pick<Speaking, 'key'>)[]> {
  const { q, limit, after } = page;
  const found = (await listAsked(db, reader, q))
    .toSorted((a, b) => compare(placeOf(a), placeOf(b)))
    .filter((one) => after === undefined || compare(placeOf(one), after) > 0)
    .slice(0, limit);
  const keys = found.map(({ key }) => key);
  const topics = await listSpokenTopics(db, reader, { keys });
  return found.map((one) => ({ ...one, topics: (topics.get(one.key) ?? []).slice(0, shownTopics) }));
}

async function listAsked(db: Database, reader: Reader, q: string): Promise<Speaking[]> {
  const everybody = await listSpeaking(db, reader);
  const asked = foldText(q);
  if (asked === '') return q === '' ? everybody : [];
  const topics = await listTopicPages(db, reader, { limit: mostTopics, called: storable(q) });
  const ids = topics.map(({ id }) => id);
  const speakAboutIt = new Set((await listSpeaking(db, reader, ids)).map(({ key }) => key));
  return everybody.filter(
    ({ key, name }) => speakAboutIt.has(key) || ` ${foldText(name)}`.includes(` ${asked}`),
  );
}

function compare(a: SpeakerPlace, b: SpeakerPlace): number {
  const at = a[0] === b[0] ? 1 : 0;
  return a[at] < b[at] ? -1 : Number(a[at] > b[at]);
}
