import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import type { Segment } from '../../../../core/model/transcript.ts';
import { findQuery, transcriptQuery } from '../../queries.ts';
import { findMoments, findPhrase, type LineHit } from './hits.ts';

/** Finding within one session: the words, the lines that match, and which of them is shown. */
export interface Find {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly hits: readonly LineHit[];
  /** Index into `hits`, `-1` when none is shown yet. */
  readonly current: number;
  /** Shows the next (1) or previous (-1) hit, around the ends, and returns it. */
  readonly step: (step: 1 | -1) => LineHit | undefined;
  readonly showHitAt: (seconds: number) => void;
}

/** What the server finds by the rules of the search; where it finds nothing, what stands there letter by letter. */
export function useFind(session: Session): Find {
  const { q = '', t } = useSearch({ from: '/app/sessions/$slug' });
  const [text, setText] = useFindText(q);
  // In a long talk marking takes longer than the next key does to come.
  const rested = useDeferredValue(text);
  const { data: transcript } = useQuery(transcriptQuery(session));
  const segments = transcript?.segments ?? noSegments;
  const { data: found, isPlaceholderData: isEarlier } = useQuery(findQuery(session, q.trim()));
  const moments = text.trim() === '' ? undefined : found?.items;
  const understood = useMemo(() => findMoments(segments, moments ?? []), [segments, moments]);
  const isAnswered = !isEarlier && q.trim() === text.trim() && understood.length > 0;
  const literal = useMemo(
    () => (isAnswered ? [] : findPhrase(segments, rested)),
    [isAnswered, segments, rested],
  );
  // What stands there is shown with the key that was typed; what other words have led to, until this is answered.
  const hits = isAnswered || literal.length === 0 ? understood : literal;

  const [chosen, setChosen] = useState<number | null>(null);
  const showAt = (seconds: number) => setChosen(lastBefore(hits, seconds + 0.5));
  const current =
    hits.length === 0 ? -1 : Math.min(chosen ?? lastBefore(hits, (t ?? -1) + 0.5), hits.length - 1);
  return {
    text,
    setText: (typed) => {
      setText(typed);
      setChosen(null);
    },
    hits,
    current,
    step: (step) => {
      const next = current < 0 && step < 0 ? hits.length - 1 : (current + step + hits.length) % hits.length;
      if (hits.length > 0) setChosen(next);
      return hits[next];
    },
    showHitAt: showAt,
  };
}

const noSegments: readonly Segment[] = [];
const lastBefore = (hits: readonly LineHit[], seconds: number): number =>
  hits.findLastIndex((hit) => hit.startSeconds <= seconds);

/** Shorter than between two keys of a slow typist, long enough for those of a fast one. */
const typingRestMs = 200;

/** The words as typed, brought into the URL when the typing rests, so that the page can be sent with them. */
function useFindText(q: string) {
  const [text, setText] = useState(q);
  const navigate = useNavigate({ from: '/sessions/$slug' });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => setText(q), [q]);
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void navigate({
        search: (earlier) => ({ ...earlier, q: typed.trim() || undefined }),
        replace: true,
        resetScroll: false,
      });
    }, typingRestMs);
  };
  return [text, type] as const;
}
