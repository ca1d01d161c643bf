import type { CollectionItem } from '../../../../core/api/collections.ts';

type Item = Pick<CollectionItem, 'id' | 'isDone'> & { readonly session: { readonly hasRecording: boolean } };

/** Items that can be played, in order. */
export const playable = <T extends Item>(items: readonly T[]): T[] =>
  items.filter(({ session }) => session.hasRecording);

/** Where "Play all" begins: at the first that is not done, or again from the start. */
export function firstToPlay<T extends Item>(items: readonly T[]): T | undefined {
  const all = playable(items);
  return all.find(({ isDone }) => !isDone) ?? all[0];
}

/** What comes after (1) or before (-1) an item; `undefined` at the ends. */
export function neighbourOf<T extends Item>(items: readonly T[], id: string, step: 1 | -1): T | undefined {
  const at = items.findIndex((item) => item.id === id);
  if (at < 0) return undefined;
  return step > 0 ? playable(items.slice(at + 1))[0] : playable(items.slice(0, at)).at(-1);
}
