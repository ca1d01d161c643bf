import type { Transaction } from '../../../drizzle/client.ts';
import { passagesWithin, readHeadings } from '../../../drizzle/queries/passages.ts';
import type { Retrieval } from '../../../drizzle/queries/search-candidates.ts';
import { secondAt } from '../../model/search/clock.ts';
import { parseQuery } from '../../model/search/parse-query.ts';
import { placesOf, ranker } from '../../model/search/rerank.ts';
import { trustFactor, usualWeights } from '../../model/search/weights.ts';
import type { FindQuery, FoundWithin } from '../../ports/search-index.ts';
import { relaxedRetrieval, saidQuery, strictRetrieval, unseenWords } from './postgres-levels.ts';
import { correctionsOf } from './postgres-list.ts';
import { clockOf, type RankedPassage, splitHeading, toMoment } from './postgres-moments.ts';
import { planSearch, type SearchPlan } from './postgres-plan.ts';

/** Finds within a session level by level, as a search does: all words, with other spellings, some of the words. */
export async function findWithin(tx: Transaction, query: FindQuery): Promise<FoundWithin> {
  const first = await planSearch(tx, parseQuery(query.text), usualWeights);
  if (first.groups.length === 0) return { moments: [], corrections: [] };
  const strict = await read(tx, query, first, strictRetrieval(first));
  if (strict.length > 0) return toAnswer(query, first, strict);
  const plan = await first.withOtherSpellings(tx, await unseenWords(tx, query, first));
  const spelt = await read(tx, query, plan, strictRetrieval(plan));
  if (spelt.length > 0) return toAnswer(query, plan, spelt);
  return toAnswer(query, plan, await read(tx, query, plan, relaxedRetrieval(plan)));
}

/** In order of time; what matches in the title alone is no find. */
async function read(
  tx: Transaction,
  { sessionId, reader }: FindQuery,
  plan: SearchPlan,
  retrieval: Retrieval | null,
): Promise<RankedPassage[]> {
  const said = saidQuery(plan);
  const match = retrieval?.match ?? '';
  if (match === '' || said === '') return [];
  const found = await passagesWithin(tx, { reader, filters: [], sessionId }, { match, said });
  if (found.length === 0) return [];
  const [head] = await readHeadings(tx, [sessionId]);
  const { heading } = splitHeading(head?.body ?? '');
  const rank = ranker(plan);
  return found
    .map((passage) => {
      const ranked = rank(
        passage.body,
        passage.speaker === null ? heading : `${heading}\n${passage.speaker}`,
      );
      return { passage, ranked: { ...ranked, score: ranked.score * trustFactor(passage.trust) } };
    })
    .filter(({ ranked }) => ranked.occurrences.length > 0);
}

function toAnswer(
  { sessionId }: FindQuery,
  plan: SearchPlan,
  passages: readonly RankedPassage[],
): FoundWithin {
  const moments = passages.map((one) => {
    const { body, startSeconds } = one.passage;
    const marks = clockOf(one.passage);
    const places = placesOf(one.ranked).map(({ start, end, group }) => ({
      startSeconds: secondAt(marks, start) ?? startSeconds,
      text: body.slice(start, end),
      word: plan.groups[group]?.typed ?? '',
    }));
    return { ...toMoment(one), places };
  });
  moments.sort((a, b) => a.startSeconds - b.startSeconds);
  return { moments, corrections: correctionsOf(plan, [{ sessionId, score: 0, passages }]) };
}
