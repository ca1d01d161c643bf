import { Link } from '@tanstack/react-router';
import type { Topic } from '../../../../core/api/topics.ts';
import styles from '../../components/speaker-list.module.css';
import { spokenWords } from '../../text/spoken.ts';

/** Who speaks about it, and for how long; each leads to their page, or to what they said about it. */
export function Explainers({ topic: { name, explainedBy } }: { readonly topic: Topic }) {
  return (
    <ul className={styles.list}>
      {explainedBy.map((speaker) => {
        const about = (
          <>
            <strong dir="auto">{speaker.name}</strong>
            <span className="tabular">{spokenWords(speaker)}</span>
          </>
        );
        return (
          <li key={speaker.personId ?? speaker.name}>
            {speaker.personId === null ? (
              <Link to="/" search={{ speaker: speaker.name, topic: name }}>
                {about}
              </Link>
            ) : (
              <Link to="/people/$id" params={{ id: speaker.personId }}>
                {about}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
