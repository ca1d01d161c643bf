import { Link } from '@tanstack/react-router';
import type { Session } from '../../../../core/api/sessions.ts';
import styles from './session-page.module.css';

/** Who speaks: to their pages, or to what else is said under that name. */
export function SpeakerLinks({ session }: { readonly session: Session }) {
  const pageOf = new Map(session.speakerPages.map(({ name, personId }) => [name, personId]));
  return session.speakers.map((name) => {
    const id = pageOf.get(name);
    return id === undefined ? (
      <Link key={name} to="/" search={{ speaker: name }} dir="auto" className={styles.speaker}>
        {name}
      </Link>
    ) : (
      <Link key={name} to="/people/$id" params={{ id }} dir="auto" className={styles.speaker}>
        {name}
      </Link>
    );
  });
}
