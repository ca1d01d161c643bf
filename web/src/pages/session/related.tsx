import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../../../core/api/sessions.ts';
import { SessionRow } from '../../components/session-row.tsx';
import { relatedQuery } from '../../queries.ts';
import styles from './session-page.module.css';

/** What to see next; nothing where nothing is near, and no word about it when it cannot be read. */
export function Related({ session }: { readonly session: Session }) {
  const related = useQuery(relatedQuery(session.id));
  const items = related.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={styles.related} aria-labelledby="related-title">
      <h2 id="related-title">Related sessions</h2>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <SessionRow session={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}
