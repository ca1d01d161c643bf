import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { CollectionShort } from '../../../../core/api/collections.ts';
import { useIsCurator } from '../../components/add-to-collection.tsx';
import button from '../../components/button.module.css';
import { Cover } from '../../components/cover.tsx';
import { Notice, Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { collectionsQuery } from '../../queries.ts';
import { count } from '../../text/list.ts';
import { formatLength } from '../../text/time.ts';
import styles from './collections-page.module.css';
import { NewCollection } from './new-collection.tsx';

/** What curators have put together, as cards. */
export function CollectionsPage() {
  const collections = useInfiniteQuery(collectionsQuery);
  const items = collections.data?.pages.flatMap((each) => each.items) ?? [];
  const isCurator = useIsCurator();
  const [isMaking, setIsMaking] = useState(false);
  useEffect(() => {
    document.title = 'Collections · Brownbag';
  }, []);
  return (
    <div className={`${page.narrow} ${styles.page}`} aria-busy={collections.isFetching}>
      <div className={styles.heading}>
        <h1>Collections</h1>
        {isCurator && !isMaking && (
          <button type="button" className={button.button} onClick={() => setIsMaking(true)}>
            New collection
          </button>
        )}
      </div>
      <p className={page.lead}>Sessions and moments that belong together, in the order to watch them.</p>
      {isMaking && <NewCollection onClose={() => setIsMaking(false)} />}
      {collections.error && <Problem error={collections.error} onRetry={() => void collections.refetch()} />}
      {collections.isPending && <ListSkeleton />}
      {collections.isSuccess && items.length === 0 && !isMaking && <Nothing isCurator={isCurator} />}
      <ul className={styles.cards}>
        {items.map((collection) => (
          <li key={collection.id}>
            <Card collection={collection} />
          </li>
        ))}
      </ul>
      {collections.hasNextPage && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={collections.isFetchingNextPage}
          onClick={() => void collections.fetchNextPage()}
        >
          {collections.isFetchingNextPage ? 'Loading' : 'More collections'}
        </button>
      )}
    </div>
  );
}

function Card({ collection }: { readonly collection: CollectionShort }) {
  const { id, slug, title, poster, itemCount, doneCount, totalSeconds, visibility } = collection;
  return (
    <Link to="/collections/$slug" params={{ slug }} className={styles.card}>
      <Cover session={{ id, title, durationSeconds: null }} poster={poster} />
      <h2>
        <bdi>{title}</bdi>
      </h2>
      <p>
        {[
          itemCount === 0 ? 'Nothing in it yet' : count(itemCount, 'item'),
          ...(totalSeconds > 0 ? [formatLength(totalSeconds)] : []),
          ...(doneCount > 0 ? [`${doneCount} of ${itemCount} done`] : []),
          ...(visibility === 'organisation' ? [] : [visibility === 'private' ? 'Only you' : 'Your team']),
        ].join(' · ')}
      </p>
    </Link>
  );
}

function Nothing({ isCurator }: { readonly isCurator: boolean }) {
  return (
    <Notice title="No collections yet">
      <p>
        {isCurator
          ? 'Search for something worth keeping and choose “Add to collection” beside the moment, or begin with a name.'
          : 'Curators put together what is worth watching, moment by moment. You find it here.'}
      </p>
    </Notice>
  );
}
