import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Transcript } from '../../../../../core/api/transcripts.ts';
import { lineAt } from '../hits.ts';
import type { PanelProps } from '../panel.tsx';
import { Conflicts } from './conflicts.tsx';
import { EditBar } from './edit-bar.tsx';
import { EditList, type LineActions } from './edit-list.tsx';
import type { Editor } from './editor.ts';
import { type Offer, useOffers } from './offers.ts';
import { SpeakerDialog } from './speaker-dialog.tsx';
import { nextSpot, type Spot, unsureWords } from './unsure-words.ts';
import { useEditor } from './use-editor.ts';
import { usePlayLine } from './use-play-line.ts';

interface TranscriptEditorProps extends PanelProps {
  readonly transcript: Transcript;
  readonly canPlay: boolean;
}

/** The transcript, to be corrected in place. */
export function TranscriptEditor({
  session,
  transcript,
  media,
  canPlay,
  listRef,
  find,
  onSeek,
}: TranscriptEditorProps) {
  const { editor, state } = useEditor(session, transcript);
  const { segments, version } = state;
  const { offers, dismiss } = useOffers(session.id, version, segments);
  const unsure = useMemo(() => unsureWords(segments), [segments]);
  const [naming, setNaming] = useState<number | null>(null);
  const onPlay = usePlayLine(media);
  const navigate = useNavigate({ from: '/sessions/$slug' });
  useStart(editor, media);

  const goTo = (spot: Spot | undefined) => spot && editor.open(spot.line, spot);
  const here = () => ({
    line: state.place?.line ?? -1,
    at: listRef.current?.querySelector('textarea')?.selectionStart ?? -1,
  });
  const offered = [...offers.values()].flat().map((offer) => ({ ...offer, line: offer.segment }));
  const onNextOffer = () => {
    const next = nextSpot(offered, { ...here(), at: Number.POSITIVE_INFINITY }, 1);
    if (!next) return;
    editor.goTo(next.line);
    const chip = `[data-line="${next.line}"] [data-act="accept"]`;
    requestAnimationFrame(() => listRef.current?.querySelector<HTMLElement>(chip)?.focus());
  };
  const actions: LineActions = {
    onSeek: ({ startSeconds }) => onSeek(startSeconds),
    onPlay,
    onSpeaker: setNaming,
    onNextUnsure: (step) => goTo(nextSpot(unsure, here(), step)),
    onAccept: (offer: Offer) =>
      editor.edit((lines) => {
        const text = lines[offer.segment]?.text;
        if (text?.slice(offer.start, offer.end) !== offer.from) return [];
        const corrected = text.slice(0, offer.start) + offer.to + text.slice(offer.end);
        return [{ op: 'change', segment: offer.segment, text: corrected }];
      }, offer.segment),
    onDismiss: (offer) => {
      editor.goTo(offer.segment);
      void dismiss(offer);
    },
  };
  const show = (place: { edit?: undefined; history?: 'newest' }) =>
    void navigate({ search: (earlier) => ({ ...earlier, ...place }), resetScroll: false });
  return (
    <>
      <EditBar
        isFloating={!canPlay}
        state={state}
        unsure={unsure.length}
        offers={offered.length}
        onUndo={editor.undo}
        onRetry={() => void editor.flush()}
        onDiscard={editor.discard}
        onNextUnsure={actions.onNextUnsure}
        onNextOffer={onNextOffer}
        onHistory={() => void editor.flush().then(() => show({ history: 'newest' }))}
        onDone={() => show({ edit: undefined })}
      />
      <Conflicts sessionId={session.id} state={state} onResolve={editor.resolve} />
      <EditList
        editor={editor}
        state={state}
        language={transcript.language}
        media={media}
        canPlay={canPlay}
        listRef={listRef}
        find={find}
        offers={offers}
        actions={actions}
      />
      {naming !== null && (
        <SpeakerDialog
          session={session}
          segments={segments}
          line={naming}
          onChoose={(edits) => {
            editor.edit(() => edits, naming);
            setNaming(null);
          }}
          onClose={() => {
            setNaming(null);
            editor.goTo(naming);
          }}
        />
      )}
    </>
  );
}

/** One begins at the line that is spoken, or that the address names. */
function useStart(editor: Editor, media: HTMLVideoElement | null): void {
  const { t } = useSearch({ from: '/app/sessions/$slug' });
  const [seconds] = useState(media && media.currentTime > 0 ? media.currentTime : (t ?? 0));
  useEffect(() => {
    editor.goTo(lineAt(editor.getState().segments, seconds + 0.1));
  }, [editor, seconds]);
}
