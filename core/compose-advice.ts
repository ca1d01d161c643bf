import type { Config } from './config.ts';
import type { Parts } from './parts.ts';

/** For each part what would do its work better, and which variable brings it; `null`: it is the best there is. */
export function adviceFor(config: Config, transcriber: string): Parts['advice'] {
  return {
    database:
      config.database.engine === 'embedded'
        ? 'Set DATABASE_URL to a PostgreSQL 15 or newer: backups by its own means, and more than one Brownbag process.'
        : null,
    queue:
      config.queue.engine === 'postgres'
        ? 'Set REDIS_URL once more than two processes work on one PostgreSQL: without, each worker holds up to 40 connections.'
        : null,
    search:
      config.search.engine === 'postgres'
        ? 'Set MEILI_URL and MEILI_KEY once the library is large and many people search: a server of its own answers them.'
        : null,
    store:
      config.store.engine === 'local'
        ? 'Set S3_BUCKET, and S3_ENDPOINT where it is not AWS: recordings leave this disk, and several machines serve them.'
        : null,
    transcriber: transcriberAdvice(transcriber),
    tagger:
      config.tagger.engine === 'openai'
        ? null
        : 'Set OPENAI_API_KEY, or OPENAI_BASE_URL and TAG_MODEL: summaries, titles and better topics.',
    embedder:
      config.embedder.engine === 'none'
        ? 'Set EMBED_MODEL beside OPENAI_API_KEY or OPENAI_BASE_URL: search also finds what means the same in other words.'
        : null,
  };
}

function transcriberAdvice(name: string): string | null {
  if (name === 'none')
    return 'Set TRANSCRIBER to auto: recordings without captions become searchable by what is said.';
  if (name.startsWith('pocketsphinx'))
    return 'Run `npm run cli -- model add parakeet-v3`, or set OPENAI_API_KEY: transcripts that can be read, in many languages.';
  return null;
}
