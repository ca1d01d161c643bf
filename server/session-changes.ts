/** Tells who watches a session that it changed, whichever process changed it. */
export interface SessionChanges {
  /** Calls back on each change until the returned function is called. */
  watch(sessionId: string, onChange: () => void): () => void;
  announce(sessionId: string): void;
  /** After an outage in which changes may have been missed. */
  announceAll(): void;
}

/** For the watchers in this process; changes elsewhere arrive by `announce` from the database's notifications. */
export function sessionChanges(): SessionChanges {
  const watchers = new Map<string, Set<() => void>>();
  const announce = (sessionId: string) => {
    for (const onChange of watchers.get(sessionId) ?? []) onChange();
  };
  return {
    watch(sessionId, onChange) {
      const own = watchers.get(sessionId) ?? new Set();
      watchers.set(sessionId, own.add(onChange));
      return () => {
        own.delete(onChange);
        if (own.size === 0 && watchers.get(sessionId) === own) watchers.delete(sessionId);
      };
    },
    announce,
    announceAll() {
      for (const sessionId of watchers.keys()) announce(sessionId);
    },
  };
}
