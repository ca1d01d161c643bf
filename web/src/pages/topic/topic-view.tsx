import { Link } from '@tanstack/react-router';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import type { Topic } from '../../../../core/api/topics.ts';
import { useIsCurator } from '../../components/add-to-collection.tsx';
import button from '../../components/button.module.css';
import { CopyLink } from '../../components/copy-link.tsx';
import { Icon } from '../../components/icon.tsx';
import { Markdown } from '../../components/markdown.tsx';
import { count } from '../../text/list.ts';
import { Explainers } from './explainers.tsx';
import { PinRow } from './pin-row.tsx';
import styles from './topic.module.css';
import { TopicSessions } from './topic-sessions.tsx';

interface TopicViewProps {
  readonly topic: Topic;
  readonly sessions: readonly SessionShort[];
  readonly suggestedIn: readonly string[];
  readonly more: (() => void) | null;
  readonly isLoadingMore: boolean;
}

/** What it is, where to start, who explains it, and all sessions about it. */
export function TopicView({ topic, ...list }: TopicViewProps) {
  const { slug, name, description, startHere, explainedBy } = topic;
  const isCurator = useIsCurator();
  return (
    <div className={styles.page}>
      <header className={styles.about}>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <Meta topic={topic} />
        {description !== '' && <Markdown text={description} />}
        <p className={styles.buttons}>
          <Link to="/" search={{ topic: name }} className={button.primary}>
            <Icon name="search" size={16} /> Search in this topic
          </Link>
          <CopyLink path={`/topics/${slug}`} className={button.button} label="Copy link to this topic">
            Copy link
          </CopyLink>
          {isCurator && (
            <Link to="/topics/$slug" params={{ slug }} search={{ mode: 'edit' }} className={button.button}>
              Edit
            </Link>
          )}
        </p>
      </header>
      {(startHere.length > 0 || isCurator) && (
        <section className={styles.start} aria-labelledby="start-title">
          <h2 id="start-title">Start here</h2>
          {startHere.length === 0 && (
            <p className={styles.hint}>
              Nothing is pinned yet. Pin a session below, or search and choose “Add to collection” beside a
              moment: its topics are in the same list.
            </p>
          )}
          {startHere.length > 0 && (
            <ol>
              {startHere.map((pin) => (
                <PinRow key={pin.id} pin={pin} />
              ))}
            </ol>
          )}
        </section>
      )}
      {explainedBy.length > 0 && (
        <section className={styles.people} aria-labelledby="people-title">
          <h2 id="people-title">Who explains it</h2>
          <Explainers topic={topic} />
        </section>
      )}
      <TopicSessions topic={topic} {...list} />
    </div>
  );
}

function Meta({ topic: { sessionCount, aliases } }: { readonly topic: Topic }) {
  return (
    <p className={styles.meta}>
      {sessionCount === 0 ? 'No sessions yet' : count(sessionCount, 'session')}
      {aliases.length > 0 && (
        <>
          {' · also called '}
          {aliases.map((alias, at) => (
            <span key={alias}>
              {at > 0 && ', '}
              <bdi>{alias}</bdi>
            </span>
          ))}
        </>
      )}
    </p>
  );
}
