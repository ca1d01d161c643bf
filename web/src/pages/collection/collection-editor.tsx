import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Collection, CollectionItem } from '../../../../core/api/collections.ts';
import { moveItem } from '../../../../core/model/collection.ts';
import button from '../../components/button.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import { AboutForm } from './about-form.tsx';
import styles from './collection.module.css';
import { EditRow } from './edit-row.tsx';
import { useDrag } from './use-drag.ts';
import { useItems } from './use-items.ts';

/** Edit mode: what is said of the collection, and its items in order. Every change is saved as it is made. */
export function CollectionEditor({ collection }: { readonly collection: Collection }) {
  const { slug, items } = collection;
  const { change, undo, said, error } = useItems(collection);
  const { list, focusAfter } = useFocusAfter();

  const move = (item: CollectionItem, to: number) => {
    const target = items[to];
    const from = items.indexOf(item);
    if (!target || from === to) return;
    const moved = moveItem(items, item.id, from < to ? { after: target.id } : { before: target.id });
    if (moved) change(moved, `“${item.session.title}” is number ${to + 1} of ${items.length} now`);
  };
  const drag = useDrag((from, to) => {
    const item = items[from];
    if (item) move(item, to);
  });
  return (
    <div className={styles.page}>
      <header className={styles.about}>
        <h1>
          Edit <bdi>{collection.title}</bdi>
        </h1>
        <AboutForm collection={collection} />
      </header>
      <div className={styles.status}>
        <p role="status">{said}</p>
        {undo && (
          <button type="button" className={button.quiet} onClick={undo}>
            Undo
          </button>
        )}
        <Link to="/collections/$slug" params={{ slug }} search={{}} className={button.primary}>
          Finish
        </Link>
      </div>
      {error && <Problem error={error} />}
      {items.length === 0 && (
        <Notice title="Nothing in it yet">
          <p>Search, and choose “Add to collection” beside a moment; or do so on a session’s page.</p>
        </Notice>
      )}
      <ol ref={list} className={styles.items} aria-label="Items">
        {items.map((item, index) => (
          <EditRow
            key={item.id}
            item={item}
            number={index + 1}
            isFirst={index === 0}
            isLast={index === items.length - 1}
            dragProps={drag.propsOf(index)}
            isTarget={drag.target === index}
            onMove={(step) => {
              focusAfter({ id: item.id, act: step < 0 ? 'up' : 'down' });
              move(item, index + step);
            }}
            onNote={(note) => {
              if (note === item.note) return;
              change(
                items.map((one) => (one.id === item.id ? { ...one, note } : one)),
                'Note saved',
              );
            }}
            onRemove={() => {
              const next = items[index + 1] ?? items[index - 1];
              focusAfter({ id: next?.id ?? '', act: 'remove' });
              change(
                items.filter(({ id }) => id !== item.id),
                `“${item.session.title}” is taken out`,
              );
            }}
          />
        ))}
      </ol>
    </div>
  );
}

/** Keeps the keyboard where it was: moving a row in the document takes the focus from it. */
function useFocusAfter() {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<{ readonly id: string; readonly act: string } | null>(null);
  useEffect(() => {
    if (!wanted.current) return;
    const { id, act } = wanted.current;
    wanted.current = null;
    list.current?.querySelector<HTMLElement>(`[data-item="${id}"] [data-act="${act}"]`)?.focus();
  });
  return {
    list,
    focusAfter: (next: { readonly id: string; readonly act: string }) => {
      wanted.current = next;
    },
  };
}
