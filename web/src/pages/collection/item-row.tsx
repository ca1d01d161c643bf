import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CollectionItem } from '../../../../core/api/collections.ts';
import { Cover } from '../../components/cover.tsx';
import { MomentAbout } from '../../components/moment-about.tsx';
import styles from './collection.module.css';

interface ItemRowProps {
  readonly slug: string;
  readonly item: CollectionItem;
  readonly number: number;
  readonly isPlaying: boolean;
  readonly onMark: (isDone: boolean) => void;
}

/** One session or moment: what it is, where in the session, what is said there, why it is here. */
export function ItemRow({ slug, item, number, isPlaying, onMark }: ItemRowProps) {
  const { session, isDone } = item;
  return (
    <li className={isPlaying ? `${styles.item} ${styles.current}` : styles.item} aria-current={isPlaying}>
      <span className={`${styles.number} tabular`} aria-hidden="true">
        {number}
      </span>
      <PlayLink slug={slug} item={item} isHidden>
        <Cover session={session} poster={session.poster} />
      </PlayLink>
      <div className={styles.what}>
        <h2>
          <PlayLink slug={slug} item={item}>
            <bdi>{session.title}</bdi>
          </PlayLink>
        </h2>
        <MomentAbout moment={item} />
        <p className={styles.acts}>
          <label className={styles.done}>
            <input type="checkbox" checked={isDone} onChange={(event) => onMark(event.target.checked)} />
            Done<span className="visually-hidden"> with {session.title}</span>
          </label>
          <SessionLink item={item} />
        </p>
      </div>
    </li>
  );
}

interface PlayLinkProps {
  readonly slug: string;
  readonly item: CollectionItem;
  readonly isHidden?: boolean;
  readonly children: ReactNode;
}

/** Plays the item here; one without a recording is read on its own page. */
function PlayLink({ slug, item, isHidden = false, children }: PlayLinkProps) {
  const hidden = isHidden ? { tabIndex: -1, 'aria-hidden': true } : {};
  if (!item.session.hasRecording)
    return (
      <Link {...sessionLink(item)} {...hidden}>
        {children}
      </Link>
    );
  return (
    <Link
      to="/collections/$slug"
      params={{ slug }}
      search={{ play: item.id }}
      state={{ play: true }}
      resetScroll={false}
      {...hidden}
    >
      {children}
    </Link>
  );
}

const sessionLink = ({ session, startSeconds }: CollectionItem) =>
  ({
    to: '/sessions/$slug',
    params: { slug: session.slug },
    search: { t: startSeconds === null ? undefined : Math.floor(startSeconds * 10) / 10 },
  }) as const;

function SessionLink({ item }: { readonly item: CollectionItem }) {
  return (
    <Link {...sessionLink(item)} className={styles.open}>
      Open the session<span className="visually-hidden"> {item.session.title}</span>
    </Link>
  );
}
