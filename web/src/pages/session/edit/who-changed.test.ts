import { expect, test } from 'vitest';
import { whoChanged } from './who-changed.ts';

const [me, dana, mel] = ['Me', 'Dana', 'Mel'].map((name) => ({ id: name, name }));
const versions = (...authors: (typeof me | null)[]) =>
  authors.map((author, at) => ({ version: authors.length - at, author: author ?? null }));

test.each([
  ['who saved since', versions(dana, mel), 1, { kind: 'others', names: 'Dana' }],
  ['whoever of several it was', versions(dana, mel, dana, me), 1, { kind: 'others', names: 'Dana or Mel' }],
  ['not oneself, whose other lines are saved', versions(me, dana, me), 1, { kind: 'others', names: 'Dana' }],
  ['oneself in another window', versions(me, dana), 1, { kind: 'self' }],
  ['nobody, when a machine wrote', versions(null, dana), 1, { kind: 'unknown' }],
  ['nobody, when it was before a reload', versions(dana), null, { kind: 'unknown' }],
] as const)('a line was changed by %s', (_who, saved, since, changer) => {
  expect(whoChanged(saved, since, me?.id)).toEqual(changer);
});
