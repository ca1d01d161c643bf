import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Asked } from '../../../core/api/searches.ts';
import { hasRole } from '../../../core/model/access.ts';
import { api } from '../api.ts';
import { askedQuery, meQuery } from '../queries.ts';
import styles from './asked-list.module.css';

const mostShown = 5;

/** For champions: what people looked for in vain. Nothing at all for others, or when everything was found. */
export function AskedList({ hasAddLink = false }: { readonly hasAddLink?: boolean }) {
  const { data: me } = useQuery(meQuery);
  const isChampion = me !== undefined && hasRole(me.role, 'champion');
  const asked = useQuery({ ...askedQuery, enabled: isChampion });
  const items = asked.data?.items.slice(0, mostShown) ?? [];
  if (!isChampion || items.length === 0) return null;
  return (
    <section aria-labelledby="asked" className={styles.asked}>
      <h2 id="asked">People looked for, nobody has shown yet</h2>
      <ul>
        {items.map((item) => (
          <li key={item.subject}>
            <Link to="/" search={{ q: item.query }}>
              <bdi>{item.query}</bdi>
            </Link>
            <span className={styles.people}>{peopleOf(item)}</span>
            {hasRole(me.role, 'curator') && <Dismiss item={item} />}
          </li>
        ))}
      </ul>
      {hasAddLink && (
        <p>
          Can you show one of these? <Link to="/new">Add a session</Link>
        </p>
      )}
    </section>
  );
}

const peopleOf = ({ people, wasFound }: Asked): string =>
  `${people === 1 ? '1 person' : `${people} people`}${wasFound ? ', nothing fitted' : ''}`;

function Dismiss({ item }: { readonly item: Asked }) {
  const client = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () => api.dismissAsked(item.subject),
    onSettled: () => client.invalidateQueries({ queryKey: askedQuery.queryKey }),
  });
  return (
    <button
      type="button"
      className={styles.dismiss}
      disabled={dismiss.isPending}
      aria-label={`Dismiss ${item.query}`}
      onClick={() => dismiss.mutate()}
    >
      Dismiss
    </button>
  );
}
