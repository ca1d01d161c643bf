import { Link } from '@tanstack/react-router';
import type { Speaker } from '../../../core/api/people.ts';
import { count } from '../text/list.ts';
import { formatLength } from '../text/time.ts';
import styles from './spoken-topics.module.css';

/** What somebody speaks about, each with how long; leads to the topics. */
export function SpokenTopics({ topics }: { readonly topics: Speaker['topics'] }) {
  if (topics.length === 0) return null;
  return (
    <p className={styles.topics}>
      {topics.map(({ slug, name, seconds, sessionCount }) => (
        <Link key={slug} to="/topics/$slug" params={{ slug }}>
          <bdi>{name}</bdi>
          <span className="tabular">
            {seconds > 0 ? formatLength(seconds) : count(sessionCount, 'session')}
          </span>
        </Link>
      ))}
    </p>
  );
}
