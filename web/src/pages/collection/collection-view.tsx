import { Link, useSearch } from '@tanstack/react-router';
import type { Collection } from '../../../../core/api/collections.ts';
import button from '../../components/button.module.css';
import { CopyLink } from '../../components/copy-link.tsx';
import { Icon } from '../../components/icon.tsx';
import { Markdown } from '../../components/markdown.tsx';
import { Notice } from '../../components/notice.tsx';
import { count } from '../../text/list.ts';
import { formatLength } from '../../text/time.ts';
import styles from './collection.module.css';
import { ItemRow } from './item-row.tsx';
import { NowPlaying } from './now-playing.tsx';
import { firstToPlay } from './play-order.ts';
import { useMark } from './use-mark.ts';

/** What it is, and its items in order; while they play, the player stands beside them. */
export function CollectionView({ collection }: { readonly collection: Collection }) {
  const { slug, title, description, items } = collection;
  const { play } = useSearch({ from: '/app/collections/$slug' });
  const playing = items.find(({ id }) => id === play);
  const mark = useMark(slug);
  return (
    <div className={playing ? `${styles.page} ${styles.playing}` : styles.page}>
      <header className={styles.about}>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p className={styles.meta}>{metaOf(collection)}</p>
        {description !== '' && !playing && <Markdown text={description} />}
        <p className={styles.buttons}>
          <PlayAll collection={collection} isPlaying={playing !== undefined} />
          <CopyLink
            path={`/collections/${slug}`}
            className={button.button}
            label="Copy link to this collection"
          >
            Copy link
          </CopyLink>
          {collection.canEdit && (
            <Link
              to="/collections/$slug"
              params={{ slug }}
              search={{ mode: 'edit' }}
              className={button.button}
            >
              Edit
            </Link>
          )}
        </p>
      </header>
      {playing && <NowPlaying collection={collection} item={playing} onDone={(id) => mark(id, true)} />}
      {items.length === 0 ? (
        <Notice title="Nothing in it yet">
          <p>
            {collection.canEdit
              ? 'Search, and choose “Add to collection” beside a moment; or do so on a session’s page.'
              : 'Curators are still at it, or what is in it is not for you to open.'}
          </p>
        </Notice>
      ) : (
        <ol className={styles.items} aria-label="Items">
          {items.map((item, index) => (
            <ItemRow
              key={item.id}
              slug={slug}
              item={item}
              number={index + 1}
              isPlaying={item.id === playing?.id}
              onMark={(isDone) => mark(item.id, isDone)}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

export function metaOf({ itemCount, totalSeconds, doneCount, owner, visibility }: Collection): string {
  return [
    count(itemCount, 'item'),
    ...(totalSeconds > 0 ? [formatLength(totalSeconds)] : []),
    ...(doneCount > 0 ? [`${doneCount} of ${itemCount} done`] : []),
    `kept by ${owner.name}`,
    ...(visibility === 'organisation' ? [] : [visibility === 'private' ? 'only you' : 'your team']),
  ].join(' · ');
}

function PlayAll({
  collection,
  isPlaying,
}: {
  readonly collection: Collection;
  readonly isPlaying: boolean;
}) {
  const first = firstToPlay(collection.items);
  if (!first || isPlaying) return null;
  const { doneCount, itemCount, slug } = collection;
  return (
    <Link
      to="/collections/$slug"
      params={{ slug }}
      search={{ play: first.id }}
      state={{ play: true }}
      className={button.primary}
    >
      <Icon name="play" size={14} /> {doneCount > 0 && doneCount < itemCount ? 'Go on' : 'Play all'}
    </Link>
  );
}
