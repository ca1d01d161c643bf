import { nameNearIndex } from '../../../drizzle/near-index.ts';
import type { Command, CommandRun } from '../command.ts';

type Check = readonly [part: string, engine: string, check: () => Promise<unknown>];

/**
 * What is configured, whether it can be reached, and what is missing; status 1 when something cannot work. A
 * protection that this system does not have is only a warning: a container with Docker's usual restrictions,
 * whose health check this is, lacks one of them.
 */
export const doctor: Command = async (run) => {
  let failures = 0;
  for (const [part, engine, check] of checksOf(run)) {
    try {
      const detail = (await check()) === 'degraded' ? 'is away; the database answers instead' : null;
      if (detail === null) run.print.item({ part, engine, status: 'ok' }, `✓ ${part}: ${engine}`);
      else run.print.item({ part, engine, status: 'degraded', detail }, `! ${part}: ${engine} ${detail}`);
    } catch (error) {
      failures += 1;
      const detail = error instanceof Error ? error.message : String(error);
      run.print.item({ part, engine, status: 'failed', detail }, `✗ ${part}: ${engine}: ${detail}`);
    }
  }
  const meaning = await meaningOf(run);
  if (meaning !== null)
    run.print.item({ part: 'meaning', engine: meaning, status: 'ok' }, `✓ meaning: ${meaning}`);
  const media = await run.parts.media.diagnose();
  for (const detail of media.failures) {
    failures += 1;
    run.print.item({ part: 'media', status: 'failed', detail }, `✗ media: ${detail}`);
  }
  for (const detail of media.warnings)
    run.print.item({ part: 'media', status: 'warning', detail }, `! media: ${detail}`);
  if (media.failures.length + media.warnings.length === 0)
    run.print.item({ part: 'media', status: 'ok' }, '✓ media');
  return failures === 0 ? 0 : 1;
};

function checksOf({ parts }: CommandRun): readonly Check[] {
  const signal = AbortSignal.timeout(15_000);
  const { db, engines, queue, store, searchIndex, transcriber, tagger, embedder } = parts;
  return [
    ['database', engines.database, () => db.execute('select 1')],
    ['queue', engines.queue, () => queue.check(signal)],
    ['search', engines.index, () => searchIndex.check(signal)],
    ['store', engines.store, () => store.check(signal)],
    ['transcriber', transcriber.name, () => transcriber.check(signal)],
    ['tagger', tagger.name, () => tagger.check(signal)],
    ['embedder', embedder.name, () => embedder.check(signal)],
  ];
}

/** What searches by meaning ask; `null`: search goes by words. */
async function meaningOf({ parts }: CommandRun): Promise<string | null> {
  const { db, embedder, engines, meaning } = parts;
  if (!meaning || embedder.space === null) return null;
  const kept = await nameNearIndex(db, embedder.space).catch(() => 'unknown');
  return engines.index === 'postgres' ? kept : `${engines.index}; without it: ${kept}`;
}
