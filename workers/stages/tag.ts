import type { Audience } from '../../core/model/access.ts';
import { snapChapters } from '../../core/model/chapters.ts';
import { languageOf } from '../../core/model/language.ts';
import { configurationOf, languageReadBy } from '../../core/model/search/configurations.ts';
import { spellingOf, tokenise } from '../../core/model/search/tokenise.ts';
import { areChosenChapters } from '../../core/model/session.ts';
import type { Segment } from '../../core/model/transcript.ts';
import type { TagRequest, TagResult } from '../../core/ports/tagger.ts';
import type { Queryable, Transaction } from '../../drizzle/client.ts';
import { corpusFrequencies } from '../../drizzle/queries/corpus.ts';
import { findAnySession, updateSession } from '../../drizzle/queries/sessions.ts';
import { guessConfiguration, stemWords } from '../../drizzle/queries/stems.ts';
import { listTerms } from '../../drizzle/queries/terms.ts';
import { listTopicNames, replaceSuggestedTopics } from '../../drizzle/queries/topics.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import type { Stage } from '../stage.ts';

/** As many existing topics as a tagger can still choose among. */
const maxKnownTopics = 500;

/**
 * Suggests topics, chapters, a title and a summary. Idempotent: replaces its own suggestions, never what people
 * have decided, not even while it ran.
 */
export const tag: Stage = {
  name: 'tag',
  doing: 'finding its topics',
  timeLimitMs: () => 30 * 60_000,
  async run({ db, tagger }, { session, signal }) {
    const transcript = await findTranscript(db, session.id);
    if (!transcript || transcript.segments.length === 0)
      return { status: 'skipped', note: 'Without a transcript there is nothing to find topics in.' };
    const language = languageOf(session, transcript);
    const { title, description, durationSeconds, slideChanges } = session;
    const { segments } = transcript;
    const suggestion = await tagger.suggest(
      {
        ...{ title, description, language, durationSeconds, segments, slideChanges },
        ...(await dictionaryOf(db, language, segments)),
        ...(await namesOfTopics(db, session)),
        ...(await corpusFrequencies(db)),
      },
      signal,
    );
    return { status: 'done', engine: tagger.name, save: (tx) => keep(tx, session.id, suggestion) };
  },
};

/** The dictionary that the words are looked up in, and the language that it is of. */
async function dictionaryOf(
  db: Queryable,
  language: string,
  segments: readonly Segment[],
): Promise<Pick<TagRequest, 'likelyLanguage' | 'stems'>> {
  const known = configurationOf(language);
  const configuration = known ?? (await guessConfiguration(db, countSpellings(segments)));
  return {
    likelyLanguage: known === null ? languageReadBy(configuration) : language,
    stems: (words) => stemWords(db, configuration, words),
  };
}

function countSpellings(segments: readonly Segment[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of segments)
    for (const token of tokenise(text)) {
      const spelling = spellingOf(text, token);
      counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
    }
  return counts;
}

/** Of those that the session's audience may see, most used first, and what the vocabulary calls them besides. */
async function namesOfTopics(
  db: Queryable,
  audience: Audience,
): Promise<Pick<TagRequest, 'knownTopics' | 'otherNames'>> {
  const knownTopics = await listTopicNames(db, audience, maxKnownTopics);
  const terms = (await listTerms(db)).filter(({ name }) => knownTopics.includes(name));
  const otherNames = new Map(terms.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name])));
  return { knownTopics, otherNames };
}

/** Writes what no person has decided by now; the session is locked. */
async function keep(tx: Transaction, sessionId: string, suggestion: TagResult): Promise<void> {
  const session = await findAnySession(tx, sessionId);
  if (!session) return;
  await replaceSuggestedTopics(tx, sessionId, suggestion.topics);
  const durationSeconds = session.durationSeconds ?? Number.POSITIVE_INFINITY;
  const chapters = snapChapters(suggestion.chapters, session.slideChanges, durationSeconds);
  const isLanguageUnknown = session.languageGiven === null && session.language === 'und';
  await updateSession(tx, sessionId, {
    ...(session.titleBy === 'person' ? {} : { titleSuggested: suggestion.title }),
    ...(session.summaryBy === 'person' ? {} : { summary: suggestion.summary, summaryBy: 'ai' }),
    ...(areChosenChapters(session.chaptersBy)
      ? {}
      : { chapters, chaptersBy: chapters.length > 0 ? 'ai' : null }),
    ...(isLanguageUnknown && suggestion.language !== null ? { language: suggestion.language } : {}),
  });
}
