import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useMemo } from 'react';
import type { Segment } from '../../../../../core/model/transcript.ts';
import { useMediaValue } from '../../../player/media-value.ts';
import { within } from '../chunks.ts';
import { lineAt } from '../hits.ts';
import { LineChunks } from '../line-chunks.tsx';
import transcript from '../transcript.module.css';
import type { Find } from '../use-find.ts';
import { showLine } from '../use-follow.ts';
import { caretAt } from './caret-at.ts';
import { EditChunk } from './edit-chunk.tsx';
import type { Editor, EditorState } from './editor.ts';
import type { Offer } from './offers.ts';

/** What can be done from a line, by its buttons and its keys. */
export interface LineActions {
  readonly onSeek: (segment: Segment) => void;
  readonly onPlay: (segment: Segment, options?: { readonly isHeld?: boolean }) => void;
  readonly onSpeaker: (line: number) => void;
  readonly onNextUnsure: (step: 1 | -1) => void;
  readonly onAccept: (offer: Offer) => void;
  readonly onDismiss: (offer: Offer) => void;
}

interface EditListProps {
  readonly editor: Editor;
  readonly state: EditorState;
  readonly language: string;
  readonly media: HTMLVideoElement | null;
  readonly canPlay: boolean;
  readonly listRef: RefObject<HTMLElement | null>;
  readonly find: Find;
  readonly offers: ReadonlyMap<number, readonly Offer[]>;
  readonly actions: LineActions;
}

/** The lines, to be edited. The line that is spoken is marked, but the list stays where one works. */
export function EditList(props: EditListProps) {
  const { editor, state, language, media, canPlay, listRef, find, offers, actions } = props;
  const { segments, place } = state;
  const active = useMediaValue(
    media,
    'timeupdate seeking seeked',
    (m) => lineAt(segments, m.currentTime),
    -1,
  );
  const hitLine = find.hits[find.current]?.line ?? -1;
  const rangesOf = useMemo(() => new Map(find.hits.map((hit) => [hit.line, hit.ranges])), [find.hits]);
  useEffect(() => {
    if (hitLine >= 0) showLine(listRef.current, hitLine, true);
  }, [listRef, hitLine]);
  useFocus(listRef, place);

  const onClick = (event: MouseEvent) => {
    const { act, line, offer } = targetOf(event.target);
    const segment = segments[line];
    if (act === undefined || !segment) return;
    const offered = offers.get(line)?.[offer];
    if (act === 'open') editor.open(line, caretAt(event));
    else if (act === 'seek') actions.onSeek(segment);
    else if (act === 'play') actions.onPlay(segment);
    else if (act === 'speaker') actions.onSpeaker(line);
    else if (act === 'earlier' || act === 'later') editor.moveStart(act === 'later' ? 0.1 : -0.1);
    else if (act === 'join') editor.join(-1);
    else if (act === 'remove') editor.remove(line);
    else if (act === 'split') splitAtCaret(listRef.current, editor);
    else if (act === 'accept' && offered) actions.onAccept(offered);
    else if (act === 'dismiss' && offered) actions.onDismiss(offered);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { act, line } = targetOf(event.target);
    if (!perform(event, { act, line })) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** Whether the key means something here. */
  const perform = (
    event: KeyboardEvent,
    { act, line }: { act: string | undefined; line: number },
  ): boolean => {
    const segment = segments[line];
    const { key } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    const isTyping = event.target instanceof HTMLTextAreaElement;
    if (!segment) return false;
    if (isCommand && key === ' ') {
      if (!event.repeat) actions.onPlay(segment, { isHeld: true });
    } else if (event.altKey && key.startsWith('Arrow') && isTyping)
      editor.moveStart(key === 'ArrowRight' || key === 'ArrowUp' ? 0.1 : -0.1);
    else if (key === 'F2') actions.onSpeaker(line);
    else if (key === 'F8') actions.onNextUnsure(event.shiftKey ? -1 : 1);
    else if (isCommand && !event.shiftKey && key.toLowerCase() === 'z' && (!isTyping || !editor.isTyped()))
      editor.undo();
    else if (isTyping || isCommand || event.altKey) return false;
    else if (key === 'u') actions.onNextUnsure(1);
    else if (key === 'e') editor.open(line);
    else if (act === 'open' && key === 'ArrowDown') editor.goTo(line + 1);
    else if (act === 'open' && key === 'ArrowUp') editor.goTo(line - 1);
    else return false;
    return true;
  };
  const stop = place?.line ?? Math.max(0, active);
  return (
    <section
      ref={listRef}
      className={canPlay ? `${transcript.list} ${transcript.playing}` : transcript.list}
      lang={language === 'und' ? undefined : language}
      aria-label="Transcript"
      // Where a press moves the focus, the line that was open would close below the pointer before it is released.
      onMouseDown={(event) => targetOf(event.target).act !== undefined && event.preventDefault()}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <LineChunks listRef={listRef} segments={segments} wanted={[hitLine, stop]}>
        {(from) => (
          <EditChunk
            segments={segments}
            from={from}
            canPlay={canPlay}
            rangesOf={rangesOf}
            offers={offers}
            editor={editor}
            active={within(from, active)}
            hit={within(from, hitLine)}
            stop={within(from, stop)}
            place={place?.isOpen && within(from, place.line) >= 0 ? place : null}
          />
        )}
      </LineChunks>
    </section>
  );
}

function targetOf(target: EventTarget) {
  const element = target instanceof Element ? target : null;
  const button = element?.closest<HTMLElement>('[data-act]');
  const row = element?.closest<HTMLElement>('[data-line]');
  return {
    act: button?.dataset['act'],
    offer: Number(button?.dataset['offer'] ?? -1),
    line: Number(row?.dataset['line'] ?? -1),
  };
}

function splitAtCaret(list: HTMLElement | null, editor: Editor): void {
  const field = list?.querySelector('textarea');
  if (!field) return;
  const { selectionStart: at, value } = field;
  if (value.slice(0, at).trim() !== '' && value.slice(at).trim() !== '') editor.split(at);
}

/** The focus follows the place; an open line takes it by itself. */
function useFocus(list: RefObject<HTMLElement | null>, place: EditorState['place']): void {
  useEffect(() => {
    if (!place || place.isOpen) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-line="${place.line}"]`);
    row?.querySelector<HTMLElement>('[data-act="open"]')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }, [list, place]);
}
