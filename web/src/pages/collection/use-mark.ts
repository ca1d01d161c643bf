import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, collectionPath } from '../../api.ts';
import { collectionQuery } from '../../queries.ts';

/** Says that an item is done, or not yet; shown at once, taken back when the server does not take it. */
export function useMark(slug: string): (itemId: string, isDone: boolean) => void {
  const queryClient = useQueryClient();
  const { queryKey } = collectionQuery(slug);
  const { mutate } = useMutation({
    mutationFn: ({ itemId, isDone }: { readonly itemId: string; readonly isDone: boolean }) =>
      call<unknown>('PUT', `${collectionPath(slug)}/progress`, { body: { itemId, done: isDone } }),
    onMutate: async ({ itemId, isDone }) => {
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (shown) => {
        if (!shown) return shown;
        const items = shown.items.map((item) => (item.id === itemId ? { ...item, isDone } : item));
        return { ...shown, items, doneCount: items.filter((item) => item.isDone).length };
      });
    },
    onError: () => queryClient.invalidateQueries({ queryKey }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['collections'] }),
  });
  return (itemId, isDone) => mutate({ itemId, isDone });
}
