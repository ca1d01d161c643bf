import type { Database } from '../../../drizzle/client.ts';
import { readSetting } from '../../../drizzle/queries/settings.ts';
import { spaceInUseKey } from '../../model/search/meaning.ts';
import type { Embedder } from '../../ports/embedder.ts';

const knownForMs = 10_000;

/**
 * The space that searches go by: the one that was complete last, else the embedder's own, which fills. Looked up again
 * every ten seconds.
 */
export function spaceInUse(db: Database, { space }: Embedder): () => Promise<string | null> {
  let known: { readonly space: string | null; readonly until: number } | undefined;
  return async () => {
    if (known !== undefined && performance.now() < known.until) return known.space;
    const stored = space === null ? null : await readSetting(db, spaceInUseKey);
    known = {
      space: typeof stored === 'string' ? stored : space,
      until: performance.now() + knownForMs,
    };
    return known.space;
  };
}
