import { expect, test } from 'vitest';
import { singleSignOnProblems } from '../../../../core/api/people.ts';
import { wordsFor } from './single-sign-on-words.ts';

test.each(singleSignOnProblems)('%s is told in a sentence', (problem) => {
  expect(wordsFor(problem)).toMatch(/^[A-Z].*\.$/);
});

test.each([undefined, '', 'constructor', 'You won! Call 555-0100'])('nothing is told of %j', (problem) => {
  expect(wordsFor(problem)).toBeUndefined();
});
