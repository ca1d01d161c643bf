import { sql } from 'drizzle-orm';
import { describeQuery, foldText } from '../../../core/model/search/asked.ts';
import { prefixKeys } from '../../../core/model/search/suggest.ts';
import { topicSlug } from '../../../core/model/topic-slug.ts';
import type { Database } from '../../../drizzle/client.ts';
import { newId } from '../../../drizzle/ids.ts';
import { searchLog } from '../../../drizzle/schema/searches.ts';
import { sessions } from '../../../drizzle/schema/sessions.ts';
import { suggestions, suggestionWords } from '../../../drizzle/schema/suggestions.ts';
import { sessionTopics, topics } from '../../../drizzle/schema/topics.ts';
import { users } from '../../../drizzle/schema/users.ts';

const seed = 20_261_121;
const vocabulary = 8_000;
const topicCount = 3_000;
const speakerCount = 4_000;
const peopleCount = 500;
const teams = 20;
const rowsAtOnce = 1_000;

/** Mulberry32 (T. Ettinger 2017): the same numbers in every run. */
function seeded(): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables = 'pi vot ta ble ku ber de ploy ma trix sho re brow nab gra fan lin kor us tem po sil'.split(
  ' ',
);

/** A made-up word for a number, the same for the same one. */
function wordOf(rank: number): string {
  let rest = rank * 7_919 + 31;
  const parts: string[] = [];
  for (let count = 2 + (rank % 3); count > 0; count -= 1) {
    parts.push(syllables[rest % syllables.length] ?? '');
    rest = Math.floor(rest / syllables.length) + rank + 1;
  }
  return parts.join('');
}

/** The words that are used most (0), and less. */
export const wordsOfRank = (ranks: readonly number[]): string[] => ranks.map(wordOf);

/** Sessions of every audience with titles, speakers and topics, used as unevenly as words are; and searches for them. */
export async function fillSuggestions(
  db: Database,
  counts: { readonly sessions: number; readonly searches: number },
): Promise<void> {
  const random = seeded();
  /** As Zipf has it: a few numbers often. */
  const rank = (most: number) => Math.floor(most ** random()) - 1;
  const words = (count: number) => Array.from({ length: count }, () => wordOf(rank(vocabulary)));
  const times = <T>(count: number, make: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at));

  const people = times(peopleCount, (at) => {
    const id = newId();
    return {
      id,
      email: `${id}@example.org`,
      name: `P ${at}`,
      role: 'champion' as const,
      team: `team ${at % teams}`,
    };
  });
  await inBatches(people, (rows) => db.insert(users).values(rows));
  const someone = () => people[Math.floor(random() * people.length)] ?? { id: '', team: '' };
  const subjects = times(topicCount, (at) => {
    const name = `${wordOf(at)} ${wordOf(at * 3 + 1)}`;
    return { id: newId(), name, slug: `${topicSlug(name)}-${at}` };
  });
  await inBatches(subjects, (rows) => db.insert(topics).values(rows));
  const speakers = times(speakerCount, (at) => `${wordOf(at * 5)} ${wordOf(at * 2 + 7)}`);

  const talks = times(counts.sessions, () => {
    const id = newId();
    const owner = someone();
    const visibility = (['private', 'team'] as const)[Math.floor(random() * 10)] ?? ('organisation' as const);
    const named = times(1 + rank(4), () => speakers[rank(speakerCount)] ?? '');
    return {
      ...{ id, slug: id, title: words(3 + rank(6)).join(' '), speakers: [...new Set(named)], visibility },
      ...{ ownerId: owner.id, team: owner.team, hasRecording: false, hasCaptions: false, originalSha256: id },
    };
  });
  await inBatches(talks, (rows) => db.insert(sessions).values(rows));
  const about = talks.flatMap(({ id: sessionId }) => {
    const chosen = new Set(times(1 + rank(8), () => subjects[rank(topicCount)] ?? subjects[0]));
    return [...chosen].flatMap((topic) => (topic ? [{ sessionId, topic }] : []));
  });
  await inBatches(about, (rows) =>
    db.insert(sessionTopics).values(
      rows.map(({ sessionId, topic }) => ({
        sessionId,
        topicId: topic.id,
        origin: 'ai' as const,
        confidence: 1,
      })),
    ),
  );
  const named = (kind: 'session' | 'speaker' | 'topic', sessionId: string, name: string) => ({
    ...{ kind, sessionId, name, folded: foldText(name) },
  });
  const names = [
    ...talks.map(({ id, title }) => named('session', id, title)),
    ...talks.flatMap(({ id, speakers: list }) => list.map((name) => named('speaker', id, name))),
    ...about.map(({ sessionId, topic }) => ({ ...named('topic', sessionId, topic.name), topicId: topic.id })),
  ];
  // Session by session, as they are written.
  const written = names.toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  await inBatches(written, (rows) => db.insert(suggestions).values(rows));
  const known = [...new Set(names.flatMap(({ folded }) => folded.split(' ')))];
  await inBatches(known, (rows) =>
    db.insert(suggestionWords).values(rows.map((word) => ({ word, keys: prefixKeys(word) }))),
  );
  const searches = times(counts.searches, () => {
    const id = newId();
    const query = words(1 + rank(4)).join(' ');
    const opened = random() < 0.6 ? talks[rank(talks.length)] : undefined;
    const daysAgo = Math.floor(random() * 90);
    return {
      ...{ id, ids: [id], userId: someone().id, query, ...describeQuery(query) },
      ...{ sessionCount: 3, momentCount: 9, tookMs: 8, at: sql`now() - make_interval(days => ${daysAgo})` },
      ...(opened ? { openedSessionId: opened.id, openedSeconds: 1, openedAt: new Date() } : {}),
    };
  });
  await inBatches(searches, (rows) => db.insert(searchLog).values(rows));
}

async function inBatches<T>(rows: readonly T[], insert: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await insert(rows.slice(from, from + rowsAtOnce));
}
