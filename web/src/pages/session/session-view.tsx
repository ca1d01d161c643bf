import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { queryOf } from '../../api.ts';
import button from '../../components/button.module.css';
import { absolute, useCopyText } from '../../components/copy-link.tsx';
import { SessionMeta } from '../../components/session-meta.tsx';
import { withLeadIn } from '../../player/lead-in.ts';
import { play, seekTo } from '../../player/playback.ts';
import { Player } from '../../player/player.tsx';
import { type PlayerActions, usePlayerKeys } from '../../player/use-player-keys.ts';
import { formatTime } from '../../text/time.ts';
import { InCollections } from './in-collections.tsx';
import { Panel } from './panel.tsx';
import { Processing } from './processing.tsx';
import { Related } from './related.tsx';
import { SessionActs } from './session-acts.tsx';
import styles from './session-page.module.css';
import { SpeakerLinks } from './speaker-links.tsx';
import { TopicLinks } from './topic-links.tsx';
import { useFind } from './use-find.ts';
import { useResume } from './use-resume.ts';

/** Player left, panel right; on the phone one below the other. Without a recording the text has the page. */
export function SessionView({ session }: { readonly session: Session }) {
  const [media, setMedia] = useState<HTMLVideoElement | null>(null);
  const player = useRef<HTMLDivElement>(null);
  const transcript = useRef<HTMLElement>(null);
  const find = useFind(session);
  const { said, copy } = useCopyText();
  const hasRecording = session.media.video !== null || session.media.audio !== null;
  const navigate = useNavigate({ from: '/sessions/$slug' });
  useStart(media);
  const { resumedAt, startOver } = useResume(media, session);

  const goTo = (seconds: number) => media && seekTo(media, seconds);
  const actions: PlayerActions = {
    onHit: (hit) => {
      find.showHitAt(hit.startSeconds);
      goTo(hit.startSeconds);
    },
    onStepHit: (step) => {
      const hit = find.step(step);
      if (hit) goTo(hit.startSeconds);
    },
    onCopyLink: () => void copy(absolute(linkAt(session, media?.currentTime ?? 0))),
    linkSaid: said,
    onTranscript: () => transcript.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
    onEdit: session.canEdit
      ? () => void navigate({ search: (earlier) => ({ ...earlier, edit: 1 }), resetScroll: false })
      : undefined,
  };
  usePlayerKeys({ media, player: () => player.current, actions });

  return (
    <div className={hasRecording ? styles.page : `${styles.page} ${styles.reading}`}>
      {hasRecording && (
        <div className={styles.player}>
          <Player
            session={session}
            media={media}
            onMedia={setMedia}
            playerRef={player}
            hits={find.hits}
            actions={actions}
          />
        </div>
      )}
      <div className={styles.about}>
        <p role="status" className={styles.resumed}>
          {resumedAt !== null && `You were at ${formatTime(resumedAt)}.`}
          {resumedAt !== null && (
            <button type="button" className={button.quiet} onClick={startOver}>
              Start over
            </button>
          )}
        </p>
        <h1>
          <bdi>{session.title}</bdi>
        </h1>
        <SessionMeta
          session={{ ...session, topics: [] }}
          speakers={<SpeakerLinks session={session} />}
          withYear
        >
          <TopicLinks session={session} />
        </SessionMeta>
        <Processing session={session} />
        <SessionActs session={session} />
        <InCollections sessionId={session.id} />
        {[session.summary, session.description].filter(Boolean).map((text) => (
          <p key={text} dir="auto" className={styles.description}>
            {text}
          </p>
        ))}
      </div>
      <Panel
        session={session}
        media={media}
        listRef={transcript}
        find={find}
        onSeek={goTo}
        onStepHit={actions.onStepHit}
      />
      <Related session={session} />
    </div>
  );
}

const linkAt = (session: Session, seconds: number): string =>
  `/sessions/${encodeURIComponent(session.slug)}${queryOf({ t: Math.floor(seconds) })}`;

/** Starts at `t`; plays when a click asked for it, and again when a link on this page leads to another second. */
function useStart(media: HTMLVideoElement | null): void {
  const { t } = useSearch({ from: '/app/sessions/$slug' });
  const { key, shouldPlay, hasLeadIn } = useLocation({
    select: ({ state }) => ({
      key: state.__TSR_key,
      shouldPlay: state.play === true,
      hasLeadIn: state.leadIn === true,
    }),
    structuralSharing: true,
  });
  const earlier = useRef<{ readonly t: number | undefined; readonly key: string | undefined }>(null);
  useEffect(() => {
    if (!media) return;
    // Words that are brought into the URL make a new place in history, but ask for no other second.
    const isNew = earlier.current === null || earlier.current.t !== t;
    const isAsked = shouldPlay && earlier.current?.key !== key;
    earlier.current = { t, key };
    if ((isNew || isAsked) && t !== undefined) seekTo(media, hasLeadIn ? withLeadIn(t) : t);
    if (isAsked) void play(media);
  }, [media, t, key, shouldPlay, hasLeadIn]);
}
