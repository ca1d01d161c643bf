import { sql } from 'drizzle-orm';
import MiniSearch from 'minisearch';
import type { Database } from '../../../../drizzle/client.ts';
import type { Answered, Ask } from './score.ts';
import type { Talk } from './talks.ts';

/** Passages read per query: enough for ten sessions with three moments each. */
const mostPassages = 100;

interface FoundPassage {
  readonly sessionId: string;
  readonly startSeconds: number;
}

/** Plain full text of PostgreSQL over the same passages, each with its title: `websearch_to_tsquery`, `ts_rank_cd`. */
export async function plainPostgres(db: Database): Promise<Ask> {
  await db.execute(sql`
    create table if not exists plain_passages as
    select passages.id, session_id, start_seconds,
      setweight(to_tsvector('english', title), 'A') || to_tsvector('english', body) as tsv
    from passages join sessions on sessions.id = session_id where not is_heading`);
  await db.execute(sql`create index if not exists plain_passages_tsv on plain_passages using gin (tsv)`);
  await db.execute(sql`analyze plain_passages`);
  return async (q) => {
    const { rows } = await db.execute<{ sessionId: string; startSeconds: number }>(sql`
      select session_id as "sessionId", start_seconds as "startSeconds"
      from plain_passages, websearch_to_tsquery('english', ${q}) query where tsv @@ query
      order by ts_rank_cd(tsv, query) desc, id limit ${mostPassages}`);
    return bySession(rows);
  };
}

/** MiniSearch over the same passages and titles: any of the words, the last as a prefix, one edit from 4 letters and two from 8. */
export function miniSearch(talks: readonly Talk[], idOf: ReadonlyMap<string, string>): Ask {
  const places = talks.flatMap((talk) =>
    talk.passages.map(({ startSeconds, text }) => ({
      sessionId: idOf.get(talk.name) ?? '',
      startSeconds,
      text,
      title: talk.title,
    })),
  );
  const index = new MiniSearch<{ id: number; text: string; title: string }>({ fields: ['text', 'title'] });
  index.addAll(places.map(({ text, title }, id) => ({ id, text, title })));
  const options = {
    fuzzy: (term: string) => (term.length < 4 ? false : term.length < 8 ? 1 : 2),
    prefix: (_: string, at: number, terms: string[]) => at === terms.length - 1,
  };
  return async (q) =>
    bySession(
      index
        .search(q, options)
        .slice(0, mostPassages)
        .flatMap(({ id }) => places[id] ?? []),
    );
}

function bySession(passages: readonly FoundPassage[]): Answered[] {
  const found = new Map<string, number[]>();
  for (const { sessionId, startSeconds } of passages) {
    const starts = found.get(sessionId);
    if (starts === undefined) found.set(sessionId, [startSeconds]);
    else starts.push(startSeconds);
  }
  return [...found].map(([sessionId, starts]) => ({ sessionId, starts }));
}
