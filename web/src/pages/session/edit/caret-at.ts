import type { MouseEvent } from 'react';
import type { Range } from '../../../text/find.ts';

/** Where in the words of a line a pointer is; the start, where a browser does not say or a key was pressed. */
export function caretAt({ target, clientX, clientY, detail }: MouseEvent): Range {
  const start = { start: 0, end: 0 };
  const words =
    target instanceof Element ? target.closest('[data-act]')?.querySelector('[data-words]') : null;
  if (!words || detail === 0 || !('caretPositionFromPoint' in document)) return start;
  const position = document.caretPositionFromPoint(clientX, clientY);
  if (!position || !words.contains(position.offsetNode)) return start;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(position.offsetNode, position.offset);
  const at = before.toString().length;
  return { start: at, end: at };
}
