import { Link } from '@tanstack/react-router';
import type { Session } from '../../../../core/api/sessions.ts';
import styles from '../../components/session-meta.module.css';

/** What it is about: to the pages of its topics. In results they narrow the search instead. */
export function TopicLinks({ session }: { readonly session: Session }) {
  return session.topicDetails.map(({ slug, name }) => (
    <Link key={slug} to="/topics/$slug" params={{ slug }} dir="auto" className={styles.topic}>
      {name}
    </Link>
  ));
}
