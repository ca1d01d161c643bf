import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import type { Topic } from '../../../../core/api/topics.ts';
import { useIsCurator } from '../../components/add-to-collection.tsx';
import button from '../../components/button.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import { SessionRow } from '../../components/session-row.tsx';
import { topicQuery, topicsApi } from '../../topic-queries.ts';
import styles from './topic.module.css';

interface TopicSessionsProps {
  readonly topic: Topic;
  readonly sessions: readonly SessionShort[];
  /** Of these a tagger alone says that they are about it. */
  readonly suggestedIn: readonly string[];
  readonly more: (() => void) | null;
  readonly isLoadingMore: boolean;
}

/** All sessions about it, newest first; curators pin them and decide on what the tagger suggests. */
export function TopicSessions({ topic, sessions, suggestedIn, more, isLoadingMore }: TopicSessionsProps) {
  const isCurator = useIsCurator();
  const heading = useRef<HTMLHeadingElement>(null);
  const { act, said, error } = useActs(topic, () => heading.current?.focus());
  const pinned = new Set(
    topic.startHere.flatMap((pin) => (pin.startSeconds === null ? [pin.session.id] : [])),
  );
  return (
    <section className={styles.sessions} aria-labelledby="sessions-title">
      <div className={styles.heading}>
        <h2 id="sessions-title" ref={heading} tabIndex={-1}>
          Sessions
        </h2>
        {isCurator && (
          <p role="status" className={styles.status}>
            {said}
          </p>
        )}
      </div>
      {error && <Problem error={error} />}
      {sessions.length === 0 && (
        <Notice title="No sessions yet">
          <p>None that you may open is about it.</p>
        </Notice>
      )}
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session}>
          {isCurator && (
            <div className={styles.acts}>
              {!pinned.has(session.id) && (
                <Act name="Pin to “Start here”" of={session} onClick={() => act({ session, kind: 'pin' })} />
              )}
              {suggestedIn.includes(session.id) && (
                <>
                  <span className={styles.suggested}>The tagger says it is about this:</span>
                  <Act name="Right" of={session} onClick={() => act({ session, kind: 'accepted' })} />
                  <Act name="Wrong" of={session} onClick={() => act({ session, kind: 'rejected' })} />
                </>
              )}
            </div>
          )}
        </SessionRow>
      ))}
      {more && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={isLoadingMore}
          onClick={more}
        >
          {isLoadingMore ? 'Loading' : 'More sessions'}
        </button>
      )}
    </section>
  );
}

interface ActProps {
  readonly name: string;
  readonly of: SessionShort;
  readonly onClick: () => void;
}

const Act = ({ name, of, onClick }: ActProps) => (
  <button type="button" className={button.quiet} aria-label={`${name}: ${of.title}`} onClick={onClick}>
    {name}
  </button>
);

interface Acted {
  readonly session: SessionShort;
  readonly kind: 'pin' | 'accepted' | 'rejected';
}

const outcomes = {
  pin: 'is pinned as a place to start',
  accepted: 'stays with this topic',
  rejected: 'is not about this any more',
} as const;

/** The button that was clicked goes away, so `onGone` brings the focus to where it was. */
function useActs({ slug }: Topic, onGone: () => void) {
  const queryClient = useQueryClient();
  const [said, setSaid] = useState('');
  const { mutate, error } = useMutation({
    mutationFn: ({ session, kind }: Acted): Promise<unknown> =>
      kind === 'pin'
        ? topicsApi.pin(slug, { sessionId: session.id, note: '' })
        : topicsApi.decide(session.id, slug, kind),
    onSuccess: async (_answer, { session, kind }) => {
      setSaid(`“${session.title}” ${outcomes[kind]}`);
      await queryClient.invalidateQueries({ queryKey: topicQuery(slug).queryKey });
      onGone();
    },
  });
  return { act: mutate, said, error };
}
