import type { Transaction } from '../../../drizzle/client.ts';
import {
  readFirstPassages,
  readWithHeadings,
  type StoredPassage,
} from '../../../drizzle/queries/passages.ts';
import { type ClockMark, secondAt, unflatten } from '../../model/search/clock.ts';
import type { Explanation } from '../../model/search/explain.ts';
import { matchesOf, type RankedText, ranker, sessionScore } from '../../model/search/rerank.ts';
import { snippetOf } from '../../model/search/snippet.ts';
import { tokenise } from '../../model/search/tokenise.ts';
import { trustFactor } from '../../model/search/weights.ts';
import type { FoundMoment } from '../../ports/search-index.ts';
import type { SearchPlan } from './postgres-plan.ts';

/** A passage with its score, its words read one by one. */
export interface RankedPassage {
  readonly passage: StoredPassage;
  readonly ranked: RankedText;
}

/** What is said of one session, best first. */
export interface RankedSession {
  readonly sessionId: string;
  readonly score: number;
  readonly passages: readonly RankedPassage[];
}

/** What one request has read and ranked already; its page needs much of what its order needed. */
export interface RankingMemory {
  readonly passages: Map<number, RankedPassage>;
  readonly headings: Map<string, string>;
}

export const emptyMemory = (): RankingMemory => ({ passages: new Map(), headings: new Map() });

/** Reads the candidates' texts and ranks them word by word; sessions come best first, equals in the ids' order. */
export async function rankPassages(
  tx: Transaction,
  plan: SearchPlan,
  ids: readonly number[],
  memory: RankingMemory,
): Promise<RankedSession[]> {
  await rankUnread(
    tx,
    plan,
    ids.filter((id) => !memory.passages.has(id)),
    memory,
  );
  const bySession = new Map<string, RankedPassage[]>();
  for (const id of ids) {
    const ranked = memory.passages.get(id);
    if (ranked === undefined) continue;
    const { sessionId } = ranked.passage;
    bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), ranked]);
  }
  return [...bySession]
    .map(([sessionId, passages]) => toSession(sessionId, passages))
    .sort((a, b) => b.score - a.score);
}

async function rankUnread(
  tx: Transaction,
  plan: SearchPlan,
  ids: readonly number[],
  { passages, headings }: RankingMemory,
): Promise<void> {
  const stored = await readWithHeadings(tx, ids, [...headings.keys()]);
  for (const { sessionId, body, isHeading } of stored) if (isHeading) headings.set(sessionId, body);
  const wanted = new Set(ids);
  const rank = ranker({
    groups: plan.groups,
    phrases: plan.phrases,
    lexemes: plan.lexemes,
    weights: plan.weights,
  });
  for (const passage of stored) {
    if (!wanted.has(passage.id)) continue;
    const { heading, description } = splitHeading(headings.get(passage.sessionId) ?? '');
    const text = passage.isHeading ? description : passage.body;
    const named = passage.speaker === null ? heading : `${heading}\n${passage.speaker}`;
    const ranked = rank(text, named);
    const score = ranked.score * trustFactor(passage.trust, plan.weights.untrusted);
    passages.set(passage.id, { passage, ranked: { ...ranked, score } });
  }
}

/** A heading row's text: what `tsv` weighs as heading, and the description. */
export function splitHeading(body: string): { heading: string; description: string } {
  const [heading = '', ...description] = body.split('\n\n');
  return { heading, description: description.join('\n\n') };
}

/** The session's best moments. Where only its title matched, its beginning; nothing where nothing is said. */
export async function momentsOf(
  tx: Transaction,
  { passages }: RankedSession,
  most: number,
  explained: (one: RankedPassage, place: number) => Explanation | undefined = () => undefined,
): Promise<FoundMoment[]> {
  const said = passages.filter(({ passage, ranked }) => !passage.isHeading && ranked.occurrences.length > 0);
  if (said.length > 0)
    return said.slice(0, most).map((one) => {
      const explanation = explained(one, passages.indexOf(one));
      return { ...toMoment(one), ...(explanation && { explanation }) };
    });
  const [best] = passages;
  const [first] = best === undefined ? [] : await readFirstPassages(tx, [best.passage.sessionId]);
  if (best === undefined || first === undefined) return [];
  const untouched = {
    score: best.ranked.score,
    tokens: tokenise(first.body),
    occurrences: [],
    headingOccurrences: [],
  };
  const explanation = explained(best, 0);
  const moment = toMoment({ passage: first, ranked: untouched });
  return [{ ...moment, ...(explanation && { explanation }) }].slice(0, most);
}

function toSession(sessionId: string, passages: readonly RankedPassage[]): RankedSession {
  const ordered = [...passages].sort(
    (a, b) => b.ranked.score - a.ranked.score || a.passage.startSeconds - b.passage.startSeconds,
  );
  return { sessionId, passages: ordered, score: sessionScore(ordered.map(({ ranked }) => ranked.score)) };
}

/** A passage as an answer shows it. */
export function toMoment({ passage, ranked }: RankedPassage): FoundMoment {
  const { endSeconds, speaker, body } = passage;
  const { html: snippet, matchStart } = snippetOf(body, ranked.tokens, matchesOf(ranked));
  const startSeconds = secondAt(clockOf(passage), matchStart) ?? passage.startSeconds;
  return { startSeconds, endSeconds, speaker, snippet, score: ranked.score };
}

/** When what stands where in the text was said. */
export const clockOf = ({ clock }: Pick<StoredPassage, 'clock'>): ClockMark[] =>
  clock.length <= 2 ? [] : unflatten(clock.slice(1, -1).split(',').map(Number));
