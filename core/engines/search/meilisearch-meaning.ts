import type { Database } from '../../../drizzle/client.ts';
import { passagesSaying } from '../../../drizzle/queries/nearest-passages.ts';
import { type SearchScope, storable } from '../../../drizzle/queries/search-scope.ts';
import { readWithin } from '../../../drizzle/queries/time-limit.ts';
import { textHashOf } from '../../../drizzle/queries/vectors.ts';
import { meaning } from '../../model/search/meaning.ts';
import type { ParsedQuery } from '../../model/search/parse-query.ts';
import { tokenise } from '../../model/search/tokenise.ts';
import type { SearchQuery } from '../../ports/search-index.ts';
import { chooseMeant, type MeantPassage } from './meant.ts';
import { type IndexAccess, requestOf } from './meilisearch-answer.ts';
import type { PassageDocument } from './meilisearch-documents.ts';
import { embedderName } from './meilisearch-embedder.ts';
import { conditionsOf } from './meilisearch-filter.ts';
import { headingOf } from './postgres-rows.ts';
import type { QueryVector } from './query-vectors.ts';

const compared = ['sessionId', 'isHeading', 'title', 'text', 'speaker', 'speakers', 'topics'] as const;
type Compared = Pick<PassageDocument, (typeof compared)[number]>;

/** The documents nearest to what the query means, of those that the reader may open and that hold to its filters. */
export async function nearestDocuments(
  access: IndexAccess,
  query: SearchQuery,
  { space, vector }: QueryVector,
): Promise<Compared[]> {
  const { hits } = await access.client.index<PassageDocument>(access.indexName).search(
    '',
    {
      vector: [...vector],
      // Ours alone puts both lists together, so that the answer is the database's.
      hybrid: { embedder: embedderName(space, vector.length), semanticRatio: 1 },
      filter: conditionsOf(query, access.collections),
      limit: meaning.compared,
      attributesToRetrieve: [...compared],
    },
    requestOf(access),
  );
  return hits;
}

/**
 * Which passages these are in the database, which decides what the reader may open and how near they are. Quoted
 * phrases and excluded words hold, of which the server's vectors know nothing. No statement takes longer than `limitMs`.
 */
export async function meantPassages(
  db: Database,
  scope: SearchScope,
  near: readonly Compared[],
  asked: { readonly vector: QueryVector; readonly parsed: ParsedQuery; readonly limitMs: number },
): Promise<MeantPassage[]> {
  const { vector, parsed, limitMs } = asked;
  const said = near
    .filter((document) => holds(document, parsed))
    .map((document) => ({
      sessionId: document.sessionId,
      textHash: textHashOf(textOf(document)),
    }));
  if (said.length === 0) return [];
  return readWithin(db, limitMs, async (tx) =>
    chooseMeant(tx, scope, { vector, near: await passagesSaying(tx, scope, vector.space, said) }),
  );
}

/** As it was embedded. */
const textOf = (document: Compared): string =>
  document.isHeading ? headingOf({ ...document, description: document.text }) : storable(document.text);

function holds(document: Compared, { phrases, excluded }: ParsedQuery): boolean {
  if (phrases.length === 0 && excluded.length === 0) return true;
  const { title, text, speaker, speakers, topics } = document;
  const runs = [title, text, speaker ?? '', ...speakers, ...topics].map(
    (one) =>
      ` ${tokenise(one)
        .map(({ word }) => word)
        .join(' ')} `,
  );
  const says = (words: readonly string[]) => runs.some((run) => run.includes(` ${words.join(' ')} `));
  return phrases.every(says) && !excluded.some(says);
}
