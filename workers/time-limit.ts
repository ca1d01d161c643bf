/** The longest that a Node.js timer can run; beyond it fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** A clock that aborts `signal` when `limitMs` have run; it can be stopped for a while. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** What `wait` takes does not count. */
  pause<T>(wait: Promise<T>): Promise<T>;
  stop(): void;
}

/** Runs from now on; `stop` it when the work has ended, or its timer keeps the process alive. */
export function startTimeLimit(limitMs: number): TimeLimit {
  const controller = new AbortController();
  let leftMs = Math.min(limitMs, longestTimerMs);
  let startedAt = performance.now();
  let timer: NodeJS.Timeout;
  const run = () => {
    startedAt = performance.now();
    timer = setTimeout(() => controller.abort(new Error(`took longer than ${limitMs} ms`)), leftMs);
  };
  run();
  return {
    signal: controller.signal,
    async pause(wait) {
      clearTimeout(timer);
      leftMs -= performance.now() - startedAt;
      try {
        return await wait;
      } finally {
        run();
      }
    },
    stop: () => clearTimeout(timer),
  };
}
