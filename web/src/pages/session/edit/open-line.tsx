import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Segment } from '../../../../../core/model/transcript.ts';
import { cutLine, findUnsure } from '../../../text/find.ts';
import { formatTenths } from '../../../text/time.ts';
import transcript from '../transcript.module.css';
import styles from './edit.module.css';
import type { Editor, Place } from './editor.ts';

interface OpenLineProps {
  readonly segment: Segment;
  readonly place: Place;
  readonly canPlay: boolean;
  readonly editor: Editor;
}

/** The line whose text is being edited, with what else can be done to it for those who have no keyboard. */
export function OpenLine({ segment, place, canPlay, editor }: OpenLineProps) {
  const [text, setText] = useState(editor.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(place.selection.start, place.selection.end);
  }, [place.selection]);
  useEffect(() => {
    field.current?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, []);
  const type = (typed: string) => {
    // A line is one line: what was pasted from several follows each other.
    const line = typed.replace(/\s*\n\s*/g, ' ');
    setText(line);
    editor.type(line);
  };
  const caret = () => field.current?.selectionStart ?? 0;
  const isAtEdge = text.slice(0, caret()).trim() === '' || text.slice(caret()).trim() === '';
  return (
    <>
      <div className={styles.grow}>
        <div aria-hidden="true" dir="auto" className={styles.mirror}>
          <Doubts segment={segment} text={text} />
        </div>
        <textarea
          data-line-field
          ref={field}
          rows={1}
          dir="auto"
          spellCheck
          aria-label="Text of the line"
          aria-keyshortcuts="Control+Enter Escape Tab"
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => actOn(event, editor)}
          onBlur={() => editor.lookAway()}
        />
      </div>
      <fieldset className={styles.tools} aria-label="This line">
        {canPlay && (
          <Tool act="play" name="Play" hint="Ctrl+Space; hold it to hear the line again and again" />
        )}
        <span className={styles.start}>
          <Tool act="earlier" name="−" label="Start 0.1 seconds earlier" hint="Alt+←" />
          <span>{formatTenths(segment.startSeconds)}</span>
          <Tool act="later" name="+" label="Start 0.1 seconds later" hint="Alt+→" />
        </span>
        <Tool act="split" name="Split" hint="Enter" isOff={isAtEdge && text.trim() === ''} />
        <Tool act="join" name="Join above" hint="Backspace at the start" isOff={place.line === 0} />
        <Tool act="remove" name="Remove" hint="Leave it without text" />
      </fieldset>
    </>
  );
}

interface ToolProps {
  readonly act: string;
  readonly name: string;
  readonly label?: string;
  /** The key that does the same. */
  readonly hint: string;
  readonly isOff?: boolean;
}

/** Out of the Tab key's way, which goes from line to line: each tool has a key of its own. */
const Tool = ({ act, name, label, hint, isOff = false }: ToolProps) => (
  <button
    type="button"
    data-act={act}
    tabIndex={-1}
    disabled={isOff}
    aria-label={label}
    title={label ? `${label} (${hint})` : hint}
  >
    {name}
  </button>
);

/** Behind the field, so that doubtful words stay dotted while one corrects them. */
function Doubts({ segment, text }: { readonly segment: Segment; readonly text: string }) {
  const unsure = segment.words ? findUnsure(text, segment.words) : [];
  let at = 0;
  const pieces = cutLine(text, [], unsure).map((piece) => {
    at += piece.text.length;
    return { ...piece, end: at };
  });
  // A field keeps room for the blank at its end.
  return [
    ...pieces.map(({ text: words, isUnsure, end }) =>
      isUnsure ? (
        <span key={end} className={transcript.unsure}>
          {words}
        </span>
      ) : (
        words
      ),
    ),
    '\u200b',
  ];
}

/** Keys of the field; those of the whole list are seen by the list. */
function actOn(event: KeyboardEvent<HTMLTextAreaElement>, editor: Editor): void {
  const { selectionStart, selectionEnd, value } = event.currentTarget;
  // Enter that ends the composing of a character is no Enter of ours.
  if (event.nativeEvent.isComposing) return;
  const isCaret = selectionStart === selectionEnd;
  const isAtStart = isCaret && selectionStart === 0;
  const isAtEnd = isCaret && selectionEnd === value.length;
  const isCommand = event.ctrlKey || event.metaKey;
  const { key } = event;
  const done = () => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (key === 'Escape') {
    done();
    editor.takeBack();
  } else if (key === 'Enter') {
    done();
    const left = value.slice(0, selectionStart).trim();
    if (isCommand) editor.leave();
    else if (isCaret && left !== '' && value.slice(selectionEnd).trim() !== '') editor.split(selectionStart);
    else editor.step(1);
  } else if (key === 'Tab') {
    if (editor.canStep(event.shiftKey ? -1 : 1)) {
      done();
      editor.step(event.shiftKey ? -1 : 1);
    }
  } else if (event.altKey || isCommand || event.shiftKey) return;
  else if (key === 'Backspace' && isAtStart && editor.canStep(-1)) {
    done();
    editor.join(-1);
  } else if (key === 'Delete' && isAtEnd && editor.canStep(1)) {
    done();
    editor.join(1);
  } else if (key === 'ArrowUp' && isAtStart && editor.canStep(-1)) {
    done();
    editor.step(-1);
  } else if (key === 'ArrowDown' && isAtEnd && editor.canStep(1)) {
    done();
    editor.step(1);
  }
}
