import { expect, test } from 'vitest';
import { explainInWords } from './explain-in-words.ts';

const said = { word: 'deploys', weight: 0.7, how: 'stem', found: 'deploy', timesSaid: 3 } as const;
const exact = { word: 'roll', weight: 0.3, how: 'exact', found: 'roll', timesSaid: 1 } as const;
const whole = { near: 0, phraseFactor: 1, trustFactor: 1, score: 1, sessionShare: 1 };

test('each word is told with how often, where and in what form it is said, the worthiest first', () => {
  const words = [
    { ...exact, isInHeading: false, worth: 0.3 },
    { ...said, isInHeading: true, worth: 0.68 },
  ];
  expect(explainInWords({ ...whole, level: 'all words', words })).toEqual([
    'All words of the search are here.',
    '“deploys” is 70 % of the search: said 3 times and named in the title, the speakers or the topics in another form (“deploy”), which is worth 0.68.',
    '“roll” is 30 % of the search: said once exactly, which is worth 0.30.',
    'It is the best moment of its session, and the session is placed by it.',
  ]);
});

test('what adds and what takes away is told, and what is missing', () => {
  const missing = { ...exact, how: null, found: null, timesSaid: 0, isInHeading: false, worth: 0 };
  const factors = { near: 0.4, phraseFactor: 0.6, trustFactor: 0.985, sessionShare: 0.08, score: 0.2 };
  expect(explainInWords({ level: 'some words', words: [missing], ...factors }).slice(1)).toEqual([
    '“roll” is 30 % of the search. It is not said here.',
    'They stand near each other, which adds 0.40.',
    'The phrase is said in another form, which leaves 60 %.',
    'The text is not fully trusted, which leaves 99 %.',
    'A better moment places the session; this one adds 8 % of its worth.',
  ]);
});
