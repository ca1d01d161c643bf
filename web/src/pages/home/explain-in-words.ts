import type { Moment } from '../../../../core/api/search.ts';

type Explanation = NonNullable<Moment['explanation']>;
type Word = Explanation['words'][number];

const hows: Readonly<Record<NonNullable<Word['how']>, string>> = {
  exact: 'exactly',
  stem: 'in another form',
  prefix: 'as the beginning of a word',
  joined: 'written together or apart',
  alias: 'another name of the same',
  typo: 'in another spelling',
};

const levels: Readonly<Record<Explanation['level'], string>> = {
  'all words': 'All words of the search are here.',
  'other spellings': 'All words of the search are here, some in another spelling.',
  'some words': 'Some words of the search are here. Nothing has all of them.',
};

/** Why a moment stands where it does, one sentence a reason, what counts most first. */
export function explainInWords(explanation: Explanation): string[] {
  const { level, words, near, phraseFactor, trustFactor, sessionShare } = explanation;
  const byWorth = words.toSorted((a, b) => b.worth - a.worth);
  return [
    levels[level],
    ...byWorth.map(sentenceOf),
    ...(near > 0 ? [`They stand near each other, which adds ${points(near)}.`] : []),
    ...(phraseFactor < 1
      ? [`The phrase is said in another form, which leaves ${percent(phraseFactor)}.`]
      : []),
    ...(trustFactor < 1 ? [`The text is not fully trusted, which leaves ${percent(trustFactor)}.`] : []),
    sessionShare === 1
      ? 'It is the best moment of its session, and the session is placed by it.'
      : sessionShare > 0
        ? `A better moment places the session; this one adds ${percent(sessionShare)} of its worth.`
        : 'Better moments place the session.',
  ];
}

function sentenceOf({ word, weight, how, found, timesSaid, isInHeading, worth }: Word): string {
  const says = `“${word}” is ${percent(weight)} of the search`;
  if (how === null) return `${says}. It is not said here.`;
  const form = how === 'exact' || found === null ? hows[how] : `${hows[how]} (“${found}”)`;
  const where = [
    ...(timesSaid > 0 ? [`said ${timesSaid === 1 ? 'once' : `${timesSaid} times`}`] : []),
    ...(isInHeading ? ['named in the title, the speakers or the topics'] : []),
  ].join(' and ');
  return `${says}: ${where || 'found'} ${form}, which is worth ${points(worth)}.`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const points = (worth: number): string => worth.toFixed(2);
