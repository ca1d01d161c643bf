/** What an item of a collection is about: a session, or with a start a moment of it. */
export interface CollectionSpan {
  readonly sessionId: string;
  readonly startSeconds: number | null;
  /** `null`: to the end of the recording. */
  readonly endSeconds: number | null;
}

/** Whether two items begin at the same place: a link names whole seconds. */
export function isSameMoment(a: CollectionSpan, b: CollectionSpan): boolean {
  const secondOf = ({ startSeconds }: CollectionSpan) =>
    startSeconds === null ? null : Math.floor(startSeconds);
  return a.sessionId === b.sessionId && secondOf(a) === secondOf(b);
}

/** How long it plays: to its end, or else to that of the recording; nothing where neither is known. */
export function playedSeconds(
  { startSeconds, endSeconds }: Pick<CollectionSpan, 'startSeconds' | 'endSeconds'>,
  durationSeconds: number | null,
): number {
  const from = startSeconds ?? 0;
  const to = Math.min(endSeconds ?? Number.POSITIVE_INFINITY, durationSeconds ?? endSeconds ?? from);
  return Math.max(0, to - from);
}

/**
 * A curator's new order of the items they see, with those they do not see: each hidden one stays behind the item
 * that it came after, or behind the one before that, when it is gone.
 */
export function keepHidden<Old extends { readonly id: string }, New extends { readonly id: string }>(
  before: readonly Old[],
  isHidden: (item: Old) => boolean,
  shown: readonly New[],
): (Old | New)[] {
  const kept = new Set(shown.map(({ id }) => id));
  const followers = new Map<string | null, Old[]>();
  let leader: string | null = null;
  for (const item of before) {
    if (isHidden(item)) followers.set(leader, [...(followers.get(leader) ?? []), item]);
    else if (kept.has(item.id)) leader = item.id;
  }
  return [
    ...(followers.get(null) ?? []),
    ...shown.flatMap((item) => [item, ...(followers.get(item.id) ?? [])]),
  ];
}

/** Where an item goes: next to another one. */
export type ItemPlace = { readonly before: string } | { readonly after: string };

/** The same items with one of them moved; `null` where one of the two is not there, or they are one. */
export function moveItem<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  place: ItemPlace,
): Item[] | null {
  const moved = items.find((item) => item.id === id);
  const others = items.filter((item) => item.id !== id);
  const target = others.findIndex((item) => item.id === ('before' in place ? place.before : place.after));
  if (!moved || target < 0) return null;
  return others.toSpliced('before' in place ? target : target + 1, 0, moved);
}
