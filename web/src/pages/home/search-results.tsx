import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { topicSlug } from '../../../../core/model/topic-slug.ts';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { type SearchState, searchQuery } from '../../queries.ts';
import { useOpened } from '../../use-opened.ts';
import { ActiveFilters } from './active-filters.tsx';
import { Facets } from './facets.tsx';
import { HitCard } from './hit-card.tsx';
import styles from './home.module.css';
import { moveMoment } from './move-moment.ts';
import { NoResults } from './no-results.tsx';
import { Summary } from './summary.tsx';

/** One at a time. */
interface PlayingMoment {
  readonly sessionId: string;
  readonly startSeconds: number;
}

/** Found sessions with their moments; facets beside them. Earlier results stay while new ones are fetched. */
export function SearchResults({ search }: { readonly search: SearchState }) {
  const results = useInfiniteQuery(searchQuery(search));
  const list = useRef<HTMLOListElement>(null);
  const first = results.data?.pages[0];
  const onOpen = useOpened(first?.searchId);
  const hits = results.data?.pages.flatMap((page, at, pages) =>
    page.hits.map((hit) => ({ hit, place: { search, cursor: pages[at - 1]?.nextCursor ?? undefined } })),
  );
  const [playing, setPlaying] = useState<PlayingMoment | null>(null);
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Search results</h1>
      <Summary answer={first} search={search} />
      <Facets facets={first?.facets} search={search} />
      <section aria-label="Results" aria-busy={results.isFetching} className={styles.list}>
        <ActiveFilters search={search} />
        {results.error && <Problem error={results.error} onRetry={() => void results.refetch()} />}
        {results.isPending && <ListSkeleton />}
        {first?.isDegraded && (
          <p className={styles.degraded}>
            The search server is away or catching up. The database answers meanwhile, perhaps in another
            order.
          </p>
        )}
        {search.topic && hits !== undefined && hits.length > 0 && (
          <p className={styles.topic}>
            <Link to="/topics/$slug" params={{ slug: topicSlug(search.topic) }}>
              About <bdi>{search.topic}</bdi>: where to start, who explains it
            </Link>
          </p>
        )}
        {search.speaker && hits !== undefined && hits.length > 0 && (
          <p className={styles.topic}>
            <Link to="/people" search={{ q: search.speaker }}>
              What <bdi>{search.speaker}</bdi> speaks about
            </Link>
          </p>
        )}
        {first && hits?.length === 0 && <NoResults answer={first} search={search} />}
        <ol
          ref={list}
          aria-label="Found sessions"
          className={results.isPlaceholderData ? styles.stale : undefined}
          onKeyDown={(event) => moveMoment(event, list.current)}
        >
          {hits?.map(({ hit, place }) => (
            <li key={hit.session.id}>
              <HitCard
                hit={hit}
                place={place}
                onOpen={onOpen}
                playing={playing?.sessionId === hit.session.id ? playing.startSeconds : null}
                onPlay={(startSeconds) =>
                  setPlaying(startSeconds === null ? null : { sessionId: hit.session.id, startSeconds })
                }
              />
            </li>
          ))}
        </ol>
        {results.hasNextPage && (
          <button
            type="button"
            className={`${button.button} ${styles.more}`}
            disabled={results.isFetchingNextPage}
            onClick={() => void results.fetchNextPage()}
          >
            {results.isFetchingNextPage ? 'Loading' : 'More sessions'}
          </button>
        )}
      </section>
    </div>
  );
}
