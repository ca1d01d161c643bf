import { Link } from '@tanstack/react-router';
import type { Moment } from '../../../../core/api/search.ts';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import { queryOf } from '../../api.ts';
import { AddToCollection } from '../../components/add-to-collection.tsx';
import { CopyLink } from '../../components/copy-link.tsx';
import { SnippetText } from '../../components/snippet-text.tsx';
import type { SearchState } from '../../queries.ts';
import { formatTime } from '../../text/time.ts';
import styles from './moment-row.module.css';

/** A match at the end of its passage still makes a moment worth hearing. */
const shortestSeconds = 20;

interface MomentRowProps {
  readonly session: SessionShort;
  readonly moment: Moment;
  readonly search: SearchState;
  readonly onOpen: () => void;
}

/** Where a moment is replayed, for the router and as an address; the query goes along to be marked there. */
export function momentLink(session: SessionShort, moment: Moment, { q }: SearchState) {
  const t = Math.floor(moment.startSeconds * 10) / 10;
  return {
    to: '/sessions/$slug',
    params: { slug: session.slug },
    search: { t, q },
    state: { play: true },
    href: `/sessions/${encodeURIComponent(session.slug)}${queryOf({ t, q })}`,
  } as const;
}

/** What was said at one moment: time, speaker, words with the matches marked, or that it says it in others. */
export function MomentRow({ session, moment, search, onOpen }: MomentRowProps) {
  const { href, ...link } = momentLink(session, moment, search);
  const hasSpeaker = moment.speaker !== null && session.speakers.length !== 1;
  return (
    <li className={styles.row}>
      <Link {...link} className={styles.moment} onClick={onOpen} data-moment>
        <time className={styles.time}>{formatTime(moment.startSeconds)}</time>
        <span className={styles.said} dir="auto">
          {hasSpeaker && <span className={styles.speaker}>{moment.speaker} </span>}“
          <SnippetText snippet={moment.snippet} />”
          {moment.by === 'meaning' && <span className={styles.meant}> said in other words</span>}
        </span>
        {session.hasRecording && (
          <span className={styles.play}>
            <span aria-hidden="true">▶</span> Play here
          </span>
        )}
      </Link>
      <AddToCollection
        item={{
          sessionId: session.id,
          title: session.title,
          topics: session.topics,
          startSeconds: moment.startSeconds,
          endSeconds: Math.max(moment.endSeconds, moment.startSeconds + shortestSeconds),
        }}
        className={`${styles.copy} ${styles.collect}`}
        label={`Add to collection: ${formatTime(moment.startSeconds)}`}
      >
        Add to collection
      </AddToCollection>
      <CopyLink path={href} className={styles.copy} label={`Copy link to ${formatTime(moment.startSeconds)}`}>
        Copy link
      </CopyLink>
    </li>
  );
}
