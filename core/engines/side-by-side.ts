/**
 * Runs `work` over the items, at most `limit` at a time, in order of start. The first failure calls the others
 * off through their signal; it is thrown when all have stopped, so that nothing runs on behind the caller's back.
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  const failed = new AbortController();
  const queue = items.map((item, index) => ({ item, index }));
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        // One for each item: what listens to it goes with it.
        const either = AbortSignal.any([signal, failed.signal]);
        either.throwIfAborted();
        results.set(next.index, await work(next.item, either));
      } catch (error) {
        errors.push(error);
        failed.abort(error);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
  signal.throwIfAborted();
  if (errors.length > 0) throw errors[0];
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
