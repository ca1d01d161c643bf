import { expect, test } from 'vitest';
import { countChanges, diffNotes } from './diff.ts';

test('a line that keeps some of its words has changed, word by word', () => {
  const lines = diffNotes('# Plan\nsee the chart\nbye', '# Plan\nsee the table\nbye');
  expect(lines).toEqual([
    { kind: 'kept', text: '# Plan' },
    {
      kind: 'changed',
      pieces: [
        { kind: 'same', text: 'see the' },
        { kind: 'removed', text: 'chart' },
        { kind: 'added', text: 'table' },
      ],
    },
    { kind: 'kept', text: 'bye' },
  ]);
  expect(countChanges(lines)).toEqual({ added: 1, removed: 1 });
});

test('a line that keeps none was taken out, and another was put in its place', () => {
  expect(diffNotes('one', 'zwei')).toEqual([
    { kind: 'removed', text: 'one' },
    { kind: 'added', text: 'zwei' },
  ]);
});

test('a line that has changed is seen as one also where others follow it', () => {
  expect(diffNotes('two', 'two and more\nthree')).toEqual([
    {
      kind: 'changed',
      pieces: [
        { kind: 'same', text: 'two' },
        { kind: 'added', text: 'and more' },
      ],
    },
    { kind: 'added', text: 'three' },
  ]);
});

test('lines that only one has were added or taken out where they stand', () => {
  const lines = diffNotes('a\nb\nc', 'a\nc\nd\ne');
  expect(lines).toEqual([
    { kind: 'kept', text: 'a' },
    { kind: 'removed', text: 'b' },
    { kind: 'kept', text: 'c' },
    { kind: 'added', text: 'd' },
    { kind: 'added', text: 'e' },
  ]);
  expect(countChanges(lines)).toEqual({ added: 2, removed: 1 });
  expect(diffNotes('', '')).toEqual([]);
  expect(diffNotes('', 'a')).toEqual([{ kind: 'added', text: 'a' }]);
});
