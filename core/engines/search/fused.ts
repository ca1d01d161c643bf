import type { Queryable } from '../../../drizzle/client.ts';
import { readFirstPassages, readPassages, type StoredPassage } from '../../../drizzle/queries/passages.ts';
import { fuseRanks, fuseSessions } from '../../model/search/fusion.ts';
import { meaning } from '../../model/search/meaning.ts';
import type { ParsedQuery } from '../../model/search/parse-query.ts';
import { snippetOf } from '../../model/search/snippet.ts';
import { tokenise } from '../../model/search/tokenise.ts';
import type { FoundMoment, FoundSession } from '../../ports/search-index.ts';
import type { MeantPassage } from './meant.ts';

/** Shorter ones are beginnings, as people type. */
const shortestQuestion = 3;

/** What a query asks for in its own words; `null` where words alone can answer: quoted, or hardly typed. */
export function questionOf({ typed, words }: ParsedQuery): string | null {
  if (!words.some(({ isQuoted }) => !isQuoted)) return null;
  const question = typed.map((word) => word.typed).join(' ');
  return question.length < shortestQuestion ? null : question;
}

/** Sessions in their order, with their scores, which never rise. */
export interface ScoredSessions {
  readonly order: readonly string[];
  readonly scores: ReadonlyMap<string, number>;
}

export interface FusedSessions extends ScoredSessions {
  /** Passages of each session that mean the same, best first. */
  readonly meant: ReadonlyMap<string, readonly MeantPassage[]>;
  /** Found by meaning alone: how many of its moments. */
  readonly added: ReadonlyMap<string, number>;
}

/** Puts the sessions that mean what is asked for among those that say it, whatever engine found either. */
export function fuseMeant(
  { order: words, scores }: ScoredSessions,
  found: readonly MeantPassage[],
): FusedSessions {
  const meant = new Map<string, readonly MeantPassage[]>();
  for (const one of found) meant.set(one.sessionId, [...(meant.get(one.sessionId) ?? []), one]);
  const { order, added } = fuseSessions({ words, scores, meaning: [...meant.keys()] });
  return {
    ...{ order, meant, scores: fallingScores(order, scores, meant) },
    added: new Map(added.map((id) => [id, meant.get(id)?.length ?? 0])),
  };
}

/** Each session's own score, raised to that of whoever comes after it. */
function fallingScores(
  order: readonly string[],
  scores: ReadonlyMap<string, number>,
  meant: ReadonlyMap<string, readonly MeantPassage[]>,
): Map<string, number> {
  let least = 0;
  const falling = order.toReversed().map((id) => {
    least = Math.max(least, scores.get(id) ?? 0, worthOf(meant.get(id)?.[0]));
    return [id, least] as const;
  });
  return new Map(falling);
}

const worthOf = (found: MeantPassage | undefined): number =>
  Math.max(0, found?.similarity ?? 0) * meaning.worth;

/** The page's sessions with the moments that mean what is asked for, in its order. */
export async function addMeantMoments(
  db: Queryable,
  hits: readonly FoundSession[],
  { meant, scores }: Pick<FusedSessions, 'meant' | 'scores'>,
  { page, most }: { readonly page: readonly string[]; readonly most: number },
): Promise<FoundSession[]> {
  const found = page.flatMap((sessionId) => meant.get(sessionId) ?? []);
  const moments = found.length === 0 ? new Map<string, FoundMoment[]>() : await readMoments(db, found);
  const said = new Map(hits.map((hit) => [hit.sessionId, hit]));
  return page.flatMap((sessionId) => {
    const hit = said.get(sessionId);
    const others = moments.get(sessionId);
    if (others === undefined) return hit ?? [];
    const score = scores.get(sessionId) ?? 0;
    const fused = fuseMoments(hit?.moments ?? [], others, score).slice(0, most);
    const momentCount = Math.max(hit?.momentCount ?? 0, fused.length);
    return { sessionId, score, moments: fused, momentCount };
  });
}

/** Moments that hold the words first; where they hold few of them, in turn with those that mean the same. */
function fuseMoments(
  said: readonly FoundMoment[],
  meant: readonly FoundMoment[],
  score: number,
): FoundMoment[] {
  // A passage ends where it ends, however it was found.
  const all = new Map([...meant, ...said].map((moment) => [String(moment.endSeconds), moment]));
  const keys = (moments: readonly FoundMoment[]) => moments.map(({ endSeconds }) => String(endSeconds));
  const order =
    score >= meaning.heldFrom
      ? [...new Set([...keys(said), ...keys(meant)])]
      : fuseRanks([keys(said), keys(meant)]);
  return order.flatMap((key) => all.get(key) ?? []);
}

async function readMoments(
  db: Queryable,
  found: readonly MeantPassage[],
): Promise<Map<string, FoundMoment[]>> {
  const stored = await readPassages(
    db,
    found.map(({ passageId }) => passageId),
  );
  const byId = new Map(stored.map((passage) => [passage.id, passage]));
  const titled = stored.filter(({ isHeading }) => isHeading).map(({ sessionId }) => sessionId);
  const firsts = new Map(
    (await readFirstPassages(db, titled)).map((passage) => [passage.sessionId, passage]),
  );
  const moments = new Map<string, FoundMoment[]>();
  for (const one of found) {
    const stands = byId.get(one.passageId);
    const passage = stands?.isHeading ? firsts.get(one.sessionId) : stands;
    const before = moments.get(one.sessionId) ?? [];
    const isNew = !before.some(({ endSeconds }) => endSeconds === passage?.endSeconds);
    moments.set(one.sessionId, passage && isNew ? [...before, toMoment(passage, one)] : before);
  }
  return moments;
}

function toMoment(passage: StoredPassage, found: MeantPassage): FoundMoment {
  const { startSeconds, endSeconds, speaker, body } = passage;
  const { html: snippet } = snippetOf(body, tokenise(body), []);
  return { startSeconds, endSeconds, speaker, snippet, score: worthOf(found), by: 'meaning' };
}
