import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Term } from '../../../../core/api/vocabulary.ts';
import { useIsCurator } from '../../components/add-to-collection.tsx';
import button from '../../components/button.module.css';
import { FilterField } from '../../components/filter-field.tsx';
import { Notice, Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { count } from '../../text/list.ts';
import { ImportButton } from './import-button.tsx';
import { TermRow } from './term-row.tsx';
import styles from './vocabulary-page.module.css';
import { vocabularyQuery } from './vocabulary-queries.ts';

const TermDialog = lazy(() => import('./term-dialog.tsx').then((module) => ({ default: module.TermDialog })));
const DeleteDialog = lazy(() =>
  import('./delete-dialog.tsx').then((module) => ({ default: module.DeleteDialog })),
);

/** What is open above the list. */
type Asking = { readonly kind: 'add' } | { readonly kind: 'edit' | 'delete'; readonly term: Term };

/** The words of this company: how they are written, what else they are called, what is heard instead. */
export function VocabularyPage() {
  const { q } = useSearch({ from: '/app/vocabulary' });
  const navigate = useNavigate();
  const terms = useInfiniteQuery(vocabularyQuery(q ?? ''));
  const items = terms.data?.pages.flatMap((each) => each.items) ?? [];
  const isCurator = useIsCurator();
  const heading = useRef<HTMLHeadingElement>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    document.title = 'Vocabulary · Brownbag';
  }, []);
  const ask = (asked: string | undefined) =>
    void navigate({ to: '/vocabulary', search: { q: asked }, replace: true, resetScroll: false });
  const close = () => setAsking(null);
  return (
    <div className={`${page.narrow} ${styles.page}`} aria-busy={terms.isFetching}>
      <div className={styles.heading}>
        <h1 ref={heading} tabIndex={-1}>
          Vocabulary
        </h1>
        <div className={styles.buttons}>
          {isCurator && (
            <button type="button" className={button.primary} onClick={() => setAsking({ kind: 'add' })}>
              Add a word
            </button>
          )}
          {isCurator && <ImportButton onSaid={setSaid} />}
          <a href="/api/vocabulary.csv" download className={button.button}>
            Export CSV
          </a>
        </div>
      </div>
      <p className={page.lead}>
        Names and terms as they are written here. Recognition listens for them, taggers use them, and topics
        of their other names are one topic.
      </p>
      <FilterField label="Find a word" value={q} onChange={ask} />
      <p role="status" className={styles.status}>
        {said ||
          (items.length > 0 && `${terms.hasNextPage ? 'The first ' : ''}${count(items.length, 'word')}`)}
      </p>
      {terms.error && <Problem error={terms.error} onRetry={() => void terms.refetch()} />}
      {terms.isPending && <ListSkeleton />}
      {terms.isSuccess && items.length === 0 && <Nothing q={q} isCurator={isCurator} />}
      {items.length > 0 && (
        <ul className={styles.list} aria-label="Words">
          {items.map((term) => (
            <TermRow
              key={term.id}
              term={term}
              onEdit={isCurator ? () => setAsking({ kind: 'edit', term }) : null}
              onDelete={isCurator ? () => setAsking({ kind: 'delete', term }) : null}
            />
          ))}
        </ul>
      )}
      {terms.hasNextPage && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={terms.isFetchingNextPage}
          onClick={() => void terms.fetchNextPage()}
        >
          {terms.isFetchingNextPage ? 'Loading' : 'More words'}
        </button>
      )}
      <Suspense>
        {asking?.kind === 'add' && <TermDialog onClose={close} onSaved={setSaid} />}
        {asking?.kind === 'edit' && <TermDialog term={asking.term} onClose={close} onSaved={setSaid} />}
        {asking?.kind === 'delete' && (
          <DeleteDialog
            term={asking.term}
            onClose={close}
            onDeleted={(words) => {
              setSaid(words);
              heading.current?.focus();
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function Nothing({ q, isCurator }: { readonly q: string | undefined; readonly isCurator: boolean }) {
  if (q !== undefined) return <Notice title="No word has these letters" />;
  return (
    <Notice title="No words yet">
      <p>
        {isCurator
          ? 'Begin with what recognition gets wrong: names of people, products and projects.'
          : 'Curators write down here how things are called.'}
      </p>
    </Notice>
  );
}
