import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/client.ts';
import { nameNearIndex } from '../../drizzle/near-index.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { JobQueue } from '../ports/job-queue.ts';
import type { MediaStore } from '../ports/media-store.ts';
import type { MediaTools } from '../ports/media-tools.ts';
import type { SearchIndex } from '../ports/search-index.ts';
import type { Tagger } from '../ports/tagger.ts';
import type { Transcriber } from '../ports/transcriber.ts';

/** Parts that an engine does the work of. */
export type PartName = 'database' | 'queue' | 'search' | 'store' | 'transcriber' | 'tagger' | 'embedder';

export interface PartsToCheck {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly store: MediaStore;
  readonly searchIndex: SearchIndex;
  readonly media: Pick<MediaTools, 'diagnose'>;
  readonly transcriber: Pick<Transcriber, 'name' | 'check'>;
  readonly tagger: Pick<Tagger, 'name' | 'check'>;
  readonly embedder: Pick<Embedder, 'name' | 'check' | 'space'>;
  /** Names for people. */
  readonly engines: Readonly<Record<'database' | 'queue' | 'index' | 'store', string>>;
  /** What would do a part's work better; `null`: nothing. */
  readonly advice: Readonly<Record<PartName, string | null>>;
}

/** `warning`: works, without a protection that this system could have. */
export interface PartState {
  readonly part: PartName | 'media' | 'meaning';
  readonly engine: string;
  readonly status: 'ok' | 'degraded' | 'warning' | 'failed';
  readonly detail: string | null;
  readonly improve: string | null;
}

const timeLimitMs = 15_000;

/** What is in use, whether it can be reached, and what would be better; of the media tools a line for each thing that is wrong. */
export async function checkParts(parts: PartsToCheck): Promise<readonly PartState[]> {
  const [states, meaning, media] = await Promise.all([
    Promise.all(checksOf(parts).map((check) => stateOf(parts, check))),
    meaningOf(parts),
    parts.media.diagnose(),
  ]);
  const ofMedia = (status: PartState['status']) => (detail: string | null) =>
    ({ part: 'media', engine: 'ffmpeg', status, detail, improve: null }) as const;
  const troubles = [...media.failures.map(ofMedia('failed')), ...media.warnings.map(ofMedia('warning'))];
  return [...states, ...meaning, ...(troubles.length > 0 ? troubles : [ofMedia('ok')(null)])];
}

type Check = readonly [part: PartName, engine: string, check: () => Promise<unknown>];

function checksOf(parts: PartsToCheck): readonly Check[] {
  const signal = AbortSignal.timeout(timeLimitMs);
  const { db, engines, queue, store, searchIndex, transcriber, tagger, embedder } = parts;
  return [
    ['database', engines.database, () => db.execute(sql`select 1`)],
    ['queue', engines.queue, () => queue.check(signal)],
    ['search', engines.index, () => searchIndex.check(signal)],
    ['store', engines.store, () => store.check(signal)],
    ['transcriber', transcriber.name, () => transcriber.check(signal)],
    ['tagger', tagger.name, () => tagger.check(signal)],
    ['embedder', embedder.name, () => embedder.check(signal)],
  ];
}

async function stateOf({ advice }: PartsToCheck, [part, engine, check]: Check): Promise<PartState> {
  const about = { part, engine, improve: advice[part] };
  try {
    const isDegraded = (await check()) === 'degraded';
    return isDegraded
      ? { ...about, status: 'degraded', detail: 'is away; the database answers instead' }
      : { ...about, status: 'ok', detail: null };
  } catch (error) {
    return { ...about, status: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Where search by meaning looks, if it does. */
async function meaningOf({ db, embedder, engines }: PartsToCheck): Promise<PartState[]> {
  if (embedder.space === null) return [];
  const kept = await nameNearIndex(db, embedder.space).catch(() => 'unknown');
  const engine = engines.index === 'postgres' ? kept : `${engines.index}; without it: ${kept}`;
  return [{ part: 'meaning', engine, status: 'ok', detail: null, improve: null }];
}
