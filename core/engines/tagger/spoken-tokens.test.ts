import { expect, test } from 'vitest';
import { sentencesOf } from './spoken-tokens.ts';

const segment = (text: string) => ({ startSeconds: 5, endSeconds: 9, speaker: null, text });
const lowersOf = (text: string) =>
  sentencesOf([segment(text)]).map((sentence) => sentence.map(({ lower }) => lower));

test('punctuation and dashes end a sentence, hyphens and dots within words do not', () => {
  expect(lowersOf('Use Node.js, the on-call way -- or C++. Done!')).toEqual([
    ['use', 'node.js'],
    ['the', 'on-call', 'way'],
    ['or', 'c++'],
    ['done'],
  ]);
});

test('possessives and plurals of acronyms count as the word', () => {
  expect(lowersOf("Dana’s GPUs and the team's API")).toEqual([['dana', 'gpu', 'and', 'the', 'team', 'api']]);
});

test('a capital at the start of a sentence makes no name', () => {
  const [tokens] = sentencesOf([segment('Today Kubernetes starts')]);
  expect(tokens?.map(({ isName }) => isName)).toEqual([false, true, false]);
});

test('a doubtful word ends the sentence and is left out', () => {
  const word = (text: string, startSeconds: number, confidence: number) => ({
    startSeconds,
    endSeconds: startSeconds + 1,
    text,
    confidence,
  });
  const words = [word('open', 5, 0.9), word('the', 6, 0.3), word('pivot', 7, 0.85), word('table', 8, 0.95)];
  const sentences = sentencesOf([{ ...segment('open the pivot table'), words }]);
  expect(sentences.map((tokens) => tokens.map(({ lower, startSeconds }) => [lower, startSeconds]))).toEqual([
    [['open', 5]],
    [
      ['pivot', 7],
      ['table', 7],
    ],
  ]);
});
