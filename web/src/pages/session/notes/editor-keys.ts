import {
  insertWord,
  link,
  nextLine,
  type Selected,
  surround,
  type TextEdit,
} from '../../../text/markdown-edit.ts';

type Edit = (at: Selected) => TextEdit | null;

/** What a key does in the editor, `null`: what it always does. `time` is where the recording is, if there is one. */
export function editOfKey(event: KeyboardEvent, time: string | null): Edit | null {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
  if (isComposing) return null;
  const isCommand = (ctrlKey || metaKey) && !altKey && !shiftKey;
  if (isCommand && key === 'b') return (at) => surround(at, '**');
  if (isCommand && key === 'i') return (at) => surround(at, '*');
  if (isCommand && key === 'k') return link;
  // By its place: with Alt some keyboards write another letter.
  if (altKey && !ctrlKey && !metaKey && code === 'KeyT' && time !== null) return (at) => insertWord(at, time);
  return key === 'Enter' && !shiftKey && !altKey ? nextLine : null;
}

/** Makes the edit as if it were typed, so that undo takes it back. False: there was nothing to do. */
export function apply(field: HTMLTextAreaElement, edit: Edit): boolean {
  const made = edit({ text: field.value, start: field.selectionStart, end: field.selectionEnd });
  if (!made) return false;
  field.focus();
  field.setSelectionRange(made.from, made.to);
  const isOther = field.value.slice(made.from, made.to) !== made.insert;
  // Deprecated, but the only way that keeps what undo knows (HTML has no other; all browsers have this one).
  if (isOther) document.execCommand(made.insert === '' ? 'delete' : 'insertText', false, made.insert);
  field.setSelectionRange(...made.select);
  return true;
}
