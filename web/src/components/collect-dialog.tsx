import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { api } from '../api.ts';
import { collectionsNamedQuery } from '../queries.ts';
import { count } from '../text/list.ts';
import { formatTime } from '../text/time.ts';
import styles from './collect-dialog.module.css';
import { CollectTopics } from './collect-topics.tsx';
import { Icon } from './icon.tsx';
import { Problem } from './notice.tsx';

/** A session, or with a start a moment of it. */
export interface Collectable {
  readonly sessionId: string;
  readonly title: string;
  /** Of the session: a moment of it may be pinned to them. */
  readonly topics?: readonly string[];
  readonly startSeconds?: number;
  readonly endSeconds?: number;
}

interface CollectDialogProps {
  readonly item: Collectable;
  readonly onClose: () => void;
  /** What came of it, in words. */
  readonly onAdded: (said: string) => void;
}

/**
 * Which collection, or topic to be pinned to: the first one is a click or Enter away, letters narrow the lists, a new
 * collection is the last entry of its list.
 */
export function CollectDialog({ item, onClose, onAdded }: CollectDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    input.current?.focus();
  }, []);
  const [typed, setTyped] = useState('');
  const name = useDeferredValue(typed.trim());
  const found = useQuery(collectionsNamedQuery(name));
  const close = (said: string) => {
    onAdded(said);
    dialog.current?.close();
  };
  const add = useCollect(item, close);
  const items = found.data?.items ?? [];
  const isNew = name !== '' && !items.some(({ title }) => title.toLowerCase() === name.toLowerCase());
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      className={styles.dialog}
      aria-labelledby="collect-title"
      onKeyDown={moveFocus}
    >
      <header className={styles.head}>
        <h2 id="collect-title">Add to collection or topic</h2>
        <button
          type="button"
          aria-label="Close"
          className={styles.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <p className={styles.what}>
        <bdi>{item.title}</bdi>
        {item.startSeconds !== undefined && (
          <span className="tabular"> · {formatTime(item.startSeconds)}</span>
        )}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const [first] = items;
          if (name !== typed.trim() || found.isPlaceholderData || add.isPending) return;
          if (first) add.mutate({ slug: first.slug, title: first.title });
          else if (isNew) add.mutate({ slug: null, title: name });
        }}
      >
        <input
          ref={input}
          type="text"
          name="collection"
          aria-label="Find a collection, or name a new one"
          placeholder="Find, or name a new one"
          autoComplete="off"
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      {add.error && <Problem error={add.error} />}
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      <div className={styles.lists}>
        <ul className={styles.list} aria-label="Collections" aria-busy={found.isFetching}>
          {items.map(({ slug, title, itemCount }) => (
            <li key={slug}>
              <button type="button" disabled={add.isPending} onClick={() => add.mutate({ slug, title })}>
                <bdi>{title}</bdi>
                <span className={styles.count}>{count(itemCount, 'item')}</span>
              </button>
            </li>
          ))}
          {isNew && (
            <li>
              <button
                type="button"
                disabled={add.isPending}
                onClick={() => add.mutate({ slug: null, title: name })}
              >
                <span>
                  New collection <strong dir="auto">“{name}”</strong>
                </span>
              </button>
            </li>
          )}
        </ul>
        {found.data && items.length === 0 && name === '' && (
          <p className={styles.none}>There is no collection yet. Type a name to make the first one.</p>
        )}
        <CollectTopics item={item} name={name} onPinned={close} />
      </div>
    </dialog>
  );
}

/** Arrows go from the field through the list. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, li button')];
  const at = stops.findIndex((stop) => stop.matches(':focus'));
  if (at < 0) return;
  event.preventDefault();
  stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
}

interface Target {
  /** `null`: it is made. */
  readonly slug: string | null;
  readonly title: string;
}

function useCollect({ sessionId, startSeconds, endSeconds }: Collectable, onAdded: (said: string) => void) {
  const queryClient = useQueryClient();
  const item = { sessionId, startSeconds, endSeconds, note: '' };
  return useMutation({
    mutationFn: async ({ slug, title }: Target): Promise<unknown> =>
      slug === null ? api.createCollection({ title, items: [item] }) : api.collect(slug, item),
    onSuccess: async (_answer, { title }) => {
      onAdded(`Added to ${title}`);
      await Promise.all(
        [['collections'], ['collection']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
}
