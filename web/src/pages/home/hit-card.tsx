import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SearchResponse } from '../../../../core/api/search.ts';
import button from '../../components/button.module.css';
import { Cover } from '../../components/cover.tsx';
import { SessionMeta } from '../../components/session-meta.tsx';
import strip from '../../components/strip.module.css';
import { StripMarks } from '../../components/strip-marks.tsx';
import { formatTime } from '../../text/time.ts';
import styles from './hit-card.module.css';
import { momentsQuery, type Place } from './moment-queries.ts';
import { MomentRow, momentLink } from './moment-row.tsx';

export type Hit = SearchResponse['hits'][number];

interface HitCardProps {
  readonly hit: Hit;
  readonly place: Place;
  /** Called when the session is opened or played, at a moment or at its page. */
  readonly onOpen: (sessionId: string, startSeconds?: number) => void;
  /** Start of the moment that plays here; `null`: none of this session's. */
  readonly playing: number | null;
  readonly onPlay: (startSeconds: number | null) => void;
}

/** One found session: what it is, where in it the matches are, and what was said there. */
export function HitCard({ hit, place, onOpen, playing, onPlay }: HitCardProps) {
  const { session, momentCount } = hit;
  const { search } = place;
  const { moments, hasMore, showMore } = useAllMoments(hit, place);
  const navigate = useNavigate();
  const times = moments.map((moment) => formatTime(moment.startSeconds)).join(', ');
  const play = (startSeconds: number) => {
    onOpen(session.id, startSeconds);
    onPlay(startSeconds);
  };
  return (
    <article className={styles.hit} aria-labelledby={`title-${session.id}`}>
      <div className={styles.head}>
        <Link
          to="/sessions/$slug"
          params={{ slug: session.slug }}
          search={{ q: search.q }}
          onClick={() => onOpen(session.id)}
          tabIndex={-1}
          aria-hidden
        >
          <Cover session={session} poster={session.poster} />
        </Link>
        <div className={styles.about}>
          <h2 id={`title-${session.id}`}>
            <Link
              to="/sessions/$slug"
              params={{ slug: session.slug }}
              search={{ q: search.q }}
              onClick={() => onOpen(session.id)}
            >
              <bdi>{session.title}</bdi>
            </Link>
          </h2>
          <SessionMeta session={session}>{!session.hasRecording && <span>Transcript only</span>}</SessionMeta>
          {moments.length > 0 && session.durationSeconds !== null && (
            <div className={strip.strip}>
              <StripMarks
                label={`Matches at ${times}`}
                marks={moments}
                durationSeconds={session.durationSeconds}
                hrefOf={(moment) => momentLink(session, moment, search).href}
                onPick={(moment) => {
                  onOpen(session.id, moment.startSeconds);
                  void navigate(momentLink(session, moment, search));
                }}
              />
            </div>
          )}
        </div>
      </div>
      {moments.length > 0 && (
        <ol className={styles.moments}>
          {moments.map((moment, at) => (
            <MomentRow
              key={moment.startSeconds}
              session={session}
              moment={moment}
              place={place}
              isPlaying={playing === moment.startSeconds}
              onOpen={() => onOpen(session.id, moment.startSeconds)}
              onPlay={() => play(moment.startSeconds)}
              onStop={() => onPlay(null)}
              onStep={(step) => {
                const next = moments[at + step];
                if (next) play(next.startSeconds);
              }}
            />
          ))}
        </ol>
      )}
      {hasMore && (
        <button type="button" className={`${button.quiet} ${styles.more}`} onClick={showMore}>
          Show {momentCount - moments.length} more
        </button>
      )}
    </article>
  );
}

/** The best few moments; all of them once asked for. */
function useAllMoments(hit: Hit, place: Place) {
  const [isAll, setIsAll] = useState(false);
  const all = useQuery({ ...momentsQuery(place), enabled: isAll });
  const own = isAll ? all.data?.hits.find(({ session }) => session.id === hit.session.id) : undefined;
  const best = (own ?? hit).moments;
  const moments = best.toSorted((a, b) => a.startSeconds - b.startSeconds);
  return { moments, hasMore: hit.momentCount > moments.length && !own, showMore: () => setIsAll(true) };
}
