import { expect, test } from 'vitest';
import { recentLists } from './recent-lists.ts';

test('the longest unused list is forgotten', () => {
  const lists = recentLists<number>(2);
  const [one, two] = [lists.keep(1), lists.keep(2)];
  expect(lists.recall(one)).toBe(1);
  lists.keep(3);
  expect(lists.recall(two)).toBeUndefined();
  expect(lists.recall(one)).toBe(1);
});
