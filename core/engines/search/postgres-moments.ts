import type { Transaction } from '../../../drizzle/client.ts';
import {
  readFirstPassages,
  readHeadings,
  readPassages,
  type StoredPassage,
} from '../../../drizzle/queries/passages.ts';
import { matchesOf, type RankedText, ranker, sessionScore } from '../../model/search/rerank.ts';
import { snippetOf } from '../../model/search/snippet.ts';
import { tokenise } from '../../model/search/tokenise.ts';
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

/** Reads the candidates' texts and ranks them word by word; sessions come best first, equals in the ids' order. */
export async function rankPassages(
  tx: Transaction,
  plan: SearchPlan,
  ids: readonly number[],
): Promise<RankedSession[]> {
  const stored = new Map((await readPassages(tx, ids)).map((passage) => [passage.id, passage]));
  const sessionIds = [...new Set([...stored.values()].map(({ sessionId }) => sessionId))];
  const headings = new Map((await readHeadings(tx, sessionIds)).map((row) => [row.sessionId, row.body]));
  const rank = ranker({ groups: plan.groups, phrases: plan.parsed.phrases, lexemes: plan.lexemes });
  const bySession = new Map<string, RankedPassage[]>();
  for (const id of ids) {
    const passage = stored.get(id);
    if (passage === undefined) continue;
    const { heading, description } = splitHeading(headings.get(passage.sessionId) ?? '');
    const text = passage.isHeading ? description : passage.body;
    const ranked = rank(text, passage.speaker === null ? heading : `${heading}\n${passage.speaker}`);
    bySession.set(passage.sessionId, [...(bySession.get(passage.sessionId) ?? []), { passage, ranked }]);
  }
  return [...bySession]
    .map(([sessionId, passages]) => toSession(sessionId, passages))
    .sort((a, b) => b.score - a.score);
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
): Promise<FoundMoment[]> {
  const said = passages.filter(({ passage, ranked }) => !passage.isHeading && ranked.occurrences.length > 0);
  if (said.length > 0) return said.slice(0, most).map(toMoment);
  const [best] = passages;
  const [first] = best === undefined ? [] : await readFirstPassages(tx, [best.passage.sessionId]);
  if (best === undefined || first === undefined) return [];
  const untouched = {
    score: best.ranked.score,
    tokens: tokenise(first.body),
    occurrences: [],
    headingOccurrences: [],
  };
  return [toMoment({ passage: first, ranked: untouched })].slice(0, most);
}

function toSession(sessionId: string, passages: readonly RankedPassage[]): RankedSession {
  const ordered = [...passages].sort(
    (a, b) => b.ranked.score - a.ranked.score || a.passage.startSeconds - b.passage.startSeconds,
  );
  return { sessionId, passages: ordered, score: sessionScore(ordered.map(({ ranked }) => ranked.score)) };
}

function toMoment({ passage, ranked }: RankedPassage): FoundMoment {
  const { startSeconds, endSeconds, speaker, body } = passage;
  const snippet = snippetOf(body, ranked.tokens, matchesOf(ranked));
  return { startSeconds, endSeconds, speaker, snippet, score: ranked.score };
}
