import { corpusFrequencies } from '../../drizzle/queries/corpus.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { listTopicNames, replaceSuggestedTopics } from '../../drizzle/queries/topics.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import type { Stage } from '../stage.ts';

/** As many existing topics as a tagger can still choose among. */
const maxKnownTopics = 500;

/** Suggests topics, chapters and a summary. Idempotent: replaces its own suggestions, never people's choices. */
export const tag: Stage = {
  name: 'tag',
  doing: 'finding its topics',
  timeLimitMs: () => 30 * 60_000,
  async run({ db, tagger }, { session, signal }) {
    const transcript = await findTranscript(db, session.id);
    if (!transcript || transcript.segments.length === 0)
      return { status: 'skipped', note: 'Without a transcript there is nothing to find topics in.' };
    const suggestion = await tagger.suggest(
      {
        title: session.title,
        description: session.description,
        language: transcript.language,
        durationSeconds: session.durationSeconds,
        segments: transcript.segments,
        knownTopics: await listTopicNames(db, maxKnownTopics),
        ...(await corpusFrequencies(db)),
      },
      signal,
    );
    return {
      status: 'done',
      engine: tagger.name,
      save: async (tx) => {
        await replaceSuggestedTopics(tx, session.id, suggestion.topics);
        await updateSession(tx, session.id, {
          chapters: suggestion.chapters,
          ...(session.summaryBy === 'person' ? {} : { summary: suggestion.summary, summaryBy: 'ai' }),
        });
      },
    };
  },
};
