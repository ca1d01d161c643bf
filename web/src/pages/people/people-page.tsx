import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Speaker } from '../../../../core/api/people.ts';
import button from '../../components/button.module.css';
import { FilterField } from '../../components/filter-field.tsx';
import { Notice, Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { SpokenTopics } from '../../components/spoken-topics.tsx';
import { speakersQuery } from '../../people-queries.ts';
import { meQuery } from '../../queries.ts';
import { spokenWords } from '../../text/spoken.ts';
import styles from './people-page.module.css';

/** Who speaks about what, by name. */
export function PeoplePage() {
  const { q } = useSearch({ from: '/app/people' });
  const navigate = useNavigate();
  const speakers = useInfiniteQuery(speakersQuery(q ?? ''));
  const items = speakers.data?.pages.flatMap((each) => each.items) ?? [];
  const { data: me } = useQuery(meQuery);
  useEffect(() => {
    document.title = 'People · Brownbag';
  }, []);
  const ask = (asked: string | undefined) =>
    void navigate({ to: '/people', search: { q: asked }, replace: true, resetScroll: false });
  return (
    <div className={page.narrow} aria-busy={speakers.isFetching}>
      <h1>People</h1>
      <p className={page.lead}>
        Who speaks about what, in the sessions that you may open.{' '}
        {me && (
          <Link to="/people/$id" params={{ id: me.id }}>
            Your own page
          </Link>
        )}
      </p>
      <FilterField label="Find a person or a topic" value={q} onChange={ask} />
      <p role="status" className={styles.status}>
        {speakers.isSuccess && items.length > 0 && foundWords(items.length, speakers.hasNextPage)}
      </p>
      {speakers.error && <Problem error={speakers.error} onRetry={() => void speakers.refetch()} />}
      {speakers.isPending && <ListSkeleton />}
      {speakers.isSuccess && items.length === 0 && <Nothing q={q} />}
      {items.length > 0 && (
        <ul className={styles.list} aria-label="People">
          {items.map((speaker) => (
            <SpeakerRow key={speaker.personId ?? speaker.name} speaker={speaker} />
          ))}
        </ul>
      )}
      {speakers.hasNextPage && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={speakers.isFetchingNextPage}
          onClick={() => void speakers.fetchNextPage()}
        >
          {speakers.isFetchingNextPage ? 'Loading' : 'More people'}
        </button>
      )}
    </div>
  );
}

const foundWords = (shown: number, hasMore: boolean): string =>
  hasMore ? `The first ${shown} people` : shown === 1 ? '1 person' : `${shown} people`;

/** Somebody without a page leads to what they said. */
function SpeakerRow({ speaker }: { readonly speaker: Speaker }) {
  const { name, personId, topics } = speaker;
  return (
    <li>
      <p className={styles.who}>
        {personId === null ? (
          <Link to="/" search={{ speaker: name }}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <Link to="/people/$id" params={{ id: personId }}>
            <bdi>{name}</bdi>
          </Link>
        )}
        <span className="tabular">{spokenWords(speaker)}</span>
      </p>
      <SpokenTopics topics={topics} />
    </li>
  );
}

function Nothing({ q }: { readonly q: string | undefined }) {
  if (q === undefined)
    return (
      <Notice title="Nobody is named yet">
        <p>
          Name who speaks when you add a session, or in its transcript: then it is found here who knows what.
        </p>
        <Link to="/new" className={button.primary}>
          Add a session
        </Link>
      </Notice>
    );
  return (
    <Notice title="Nobody is called so, or speaks about it">
      <p>Perhaps somebody has said it all the same.</p>
      <Link to="/" search={{ q }} className={button.primary}>
        <bdi>Search for “{q}”</bdi>
      </Link>
    </Notice>
  );
}
