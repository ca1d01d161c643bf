import type { Database } from '../../drizzle/client.ts';
import { readSetting, writeSetting } from '../../drizzle/queries/settings.ts';
import {
  attachVectors,
  dropOtherSpaces,
  dropUnused,
  keepVectors,
  listWithoutVector,
  textHashOf,
  type VectorRow,
} from '../../drizzle/queries/vectors.ts';
import { spaceInUseKey } from '../model/search/meaning.ts';
import { shrink, signsOf } from '../model/search/vectors.ts';
import type { Embedder, Embedding } from '../ports/embedder.ts';

interface Deps {
  readonly db: Database;
  readonly embedder: Embedder;
}

/** Passages that are looked at in one go; of those whose text is new, so many are paid for at once. */
const lookedAt = 500;
const askedFor = 32;

/**
 * Gives some of the passages above an id that have no vector theirs: a text that was embedded before is not asked for
 * again, and what an answer brought is kept before the next is asked for. Gives how many there were.
 */
export async function embedPassages(
  { db, embedder }: Deps,
  { space, above, signal }: { readonly space: string; readonly above: number; readonly signal: AbortSignal },
): Promise<number> {
  const missing = await listWithoutVector(db, space, { above, most: lookedAt });
  const wanted = missing.map(({ passageId, text }) => ({ passageId, text, textHash: textHashOf(text) }));
  if (wanted.length === 0) return 0;
  const known = await attachVectors(db, space, wanted);
  const unknown = wanted.filter(({ passageId }) => !known.has(passageId));
  const texts = [...new Map(unknown.map(({ textHash, text }) => [textHash, text]))];
  for (let from = 0; from < texts.length; from += askedFor) {
    const batch = texts.slice(from, from + askedFor);
    const request = { purpose: 'passage', space, signal } as const;
    const vectors = await embedder.embed(
      batch.map(([, text]) => text),
      request,
    );
    const rows = batch.map(([textHash], at) => toRow(textHash, vectors[at] ?? null));
    await keepVectors(db, space, rows);
    const hashes = new Set(rows.map(({ textHash }) => textHash));
    await attachVectors(
      db,
      space,
      unknown.filter(({ textHash }) => hashes.has(textHash)),
    );
  }
  return wanted.length;
}

/** Once every passage has its vector: searches go by this space from now on, and what is left of others goes. */
export async function settleSpace({ db }: Pick<Deps, 'db'>, space: string): Promise<void> {
  if ((await readSetting(db, spaceInUseKey)) !== space) await writeSetting(db, spaceInUseKey, space);
  await dropOtherSpaces(db, space);
  await dropUnused(db, space);
}

function toRow(textHash: string, vector: Embedding): VectorRow {
  const small = shrink(vector ?? new Float32Array(0));
  return { textHash, ...small, signs: signsOf(small) };
}
