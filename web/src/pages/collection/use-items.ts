import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Collection, CollectionItem } from '../../../../core/api/collections.ts';
import { ApiError, api } from '../../api.ts';
import { collectionQuery } from '../../queries.ts';

type Items = readonly CollectionItem[];

interface Change {
  readonly items: Items;
  /** What was done, for eyes and ears. */
  readonly said: string;
  /** What was there before; `null`: this is an undo. */
  readonly before: Items | null;
}

/** The items as they are edited: each change is shown at once, saved in turn, and can be taken back. */
export function useItems({ slug, items }: Collection) {
  const queryClient = useQueryClient();
  const { queryKey } = collectionQuery(slug);
  const [said, setSaid] = useState('');
  const [undoable, setUndoable] = useState<readonly Items[]>([]);
  const mutationKey = ['items', slug];
  const isLast = () => queryClient.isMutating({ mutationKey }) === 1;
  const save = useMutation({
    mutationKey,
    // One after the other: each goes by the version that the one before has made.
    scope: { id: `items ${slug}` },
    mutationFn: ({ items: wanted }: Change) =>
      api.putItems(slug, wanted.map(toPut), queryClient.getQueryData(queryKey)?.version ?? 0),
    onMutate: async ({ items: wanted, said: words, before }) => {
      setSaid(words);
      setUndoable((earlier) => (before ? [...earlier, before] : earlier.slice(0, -1)));
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (shown) => shown && { ...shown, items: [...wanted] });
    },
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKey, (shown) =>
        shown && !isLast() ? { ...shown, version: saved.version } : saved,
      );
      void queryClient.invalidateQueries({ queryKey: ['collections'] });
    },
    onError: (error) => {
      setSaid('');
      if (error instanceof ApiError && error.status === 412) setUndoable([]);
      if (isLast()) return queryClient.invalidateQueries({ queryKey });
      return undefined;
    },
  });
  const previous = undoable.at(-1);
  return {
    said,
    error: save.error,
    change: (wanted: Items, words: string) => save.mutate({ items: wanted, said: words, before: items }),
    undo: previous && (() => save.mutate({ items: previous, said: 'Taken back', before: null })),
  };
}

const toPut = ({ id, session, startSeconds, endSeconds, note }: CollectionItem) => ({
  ...{ id, sessionId: session.id, startSeconds, endSeconds, note },
});
