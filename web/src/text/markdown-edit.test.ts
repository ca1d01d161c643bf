import { describe, expect, test } from 'vitest';
import { insertWord, link, nextLine, type Selected, surround, type TextEdit } from './markdown-edit.ts';

/** `a|b` with a cursor, `a|b|c` with a selection. */
function selected(marked: string): Selected {
  const start = marked.indexOf('|');
  const end = Math.max(start, marked.lastIndexOf('|') - 1);
  return { text: marked.replaceAll('|', ''), start, end };
}
function result(marked: string, edit: TextEdit | null): string | null {
  if (!edit) return null;
  const { text } = selected(marked);
  const now = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  const [start, end] = edit.select;
  return start === end
    ? `${now.slice(0, start)}|${now.slice(start)}`
    : `${now.slice(0, start)}|${now.slice(start, end)}|${now.slice(end)}`;
}

describe('writing Markdown by key', () => {
  test.each([
    ['a |b| c', 'a **|b|** c'],
    ['a **|b|** c', 'a |b| c'],
    ['a |', 'a **|**'],
    ['a **b|**', 'a **b**|'],
  ])('bold makes %s into %s', (before, expected) => {
    expect(result(before, surround(selected(before), '**'))).toBe(expected);
  });

  test.each([
    ['see |this|', 'see [this](|https://|)'],
    ['|', '[text](|https://|)'],
  ])('link makes %s into %s', (before, expected) => {
    expect(result(before, link(selected(before)))).toBe(expected);
  });

  test.each([
    ['|', '12:31 |'],
    ['at|', 'at 12:31 |'],
    ['at |.', 'at 12:31|.'],
    ['at |then| so', 'at 12:31| so'],
  ])('a time makes %s into %s', (before, expected) => {
    expect(result(before, insertWord(selected(before), '12:31'))).toBe(expected);
  });

  test.each([
    ['- a|', '- a\n- |'],
    ['x\n  * a|b', 'x\n  * a\n  * |b'],
    ['9. a|', '9. a\n10. |'],
    ['> a|', '> a\n> |'],
    ['- a\n- |', '- a\n|'],
    ['plain|', null],
    ['- |a|', null],
    ['|- a', null],
  ])('Enter makes %j into %j', (before, expected) => {
    expect(result(before, nextLine(selected(before)))).toBe(expected);
  });
});
