import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';

export interface SlowClientLimits {
  /** A client that takes not one byte for this long is gone, or might as well be. */
  readonly stalledMs: number;
  /** As many answers may be under way before the one that has waited longest for its client has to go. */
  readonly mostOpen: number;
}

/**
 * A paused player stops reading, and asks again from where it was when its connection is gone. Each open answer
 * costs two file descriptors, or a file descriptor and a connection to the store, which has 1000.
 */
export const defaultSlowClientLimits: SlowClientLimits = { stalledMs: 60_000, mostOpen: 500 };

/** Ends answers whose clients have stopped reading, so that they do not pile up. */
export interface SlowClients {
  /** To be called once an answer begins; it counts until it is closed, or not at all when it is already. */
  watch(answer: ServerResponse): void;
}

export function slowClients({ stalledMs, mostOpen }: SlowClientLimits): SlowClients {
  /** In the order in which their clients last took something. */
  const open = new Set<ServerResponse>();
  const moved = (answer: ServerResponse) => {
    if (open.delete(answer)) open.add(answer);
  };
  return {
    watch(answer) {
      if (answer.destroyed) return;
      if (open.size >= mostOpen) [...open].find((other) => other.writableLength > 0)?.destroy();
      open.add(answer);
      answer.on('drain', () => moved(answer));
      answer.once('close', () => open.delete(answer));
      // Node looks at the bytes the kernel has taken, and destroys the socket. An injected request has none.
      if (answer.socket instanceof Socket) answer.setTimeout(stalledMs);
    },
  };
}
