import { EventEmitter } from 'node:events';

/** Tells who watches a session that it changed, whichever process changed it. */
export interface SessionChanges {
  /** Calls back on each change until the returned function is called. */
  watch(sessionId: string, onChange: () => void): () => void;
  announce(sessionId: string): void;
}

export function sessionChanges(): SessionChanges {
  const emitter = new EventEmitter();
  // One listener per open page; there is no sensible limit.
  emitter.setMaxListeners(0);
  return {
    watch(sessionId, onChange) {
      emitter.on(sessionId, onChange);
      return () => emitter.off(sessionId, onChange);
    },
    announce: (sessionId) => void emitter.emit(sessionId),
  };
}
