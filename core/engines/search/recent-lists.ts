/** Keeps the last few values, each under a key of its own; the longest unused goes first. */
export interface RecentLists<T> {
  /** Remembers the value and returns its key. */
  keep(value: T): string;
  recall(key: string): T | undefined;
}

export function recentLists<T>(most: number): RecentLists<T> {
  const lists = new Map<string, T>();
  return {
    keep(value) {
      const key = crypto.randomUUID();
      lists.set(key, value);
      for (const oldest of lists.keys()) {
        if (lists.size <= most) break;
        lists.delete(oldest);
      }
      return key;
    },
    recall(key) {
      const value = lists.get(key);
      if (value === undefined) return undefined;
      lists.delete(key);
      lists.set(key, value);
      return value;
    },
  };
}
