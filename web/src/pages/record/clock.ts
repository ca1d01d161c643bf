/** How long has been recorded, pauses left out. Instants are milliseconds of one clock that never goes back. */
export interface Clock {
  /** Of what ended with the last pause. */
  readonly beforeMs: number;
  /** Since when it runs; `null`: it is paused. */
  readonly sinceMs: number | null;
}

export const newClock: Clock = { beforeMs: 0, sinceMs: null };

export const secondsOf = ({ beforeMs, sinceMs }: Clock, nowMs: number): number =>
  (beforeMs + (sinceMs === null ? 0 : nowMs - sinceMs)) / 1000;

export const startClock = (clock: Clock, nowMs: number): Clock =>
  clock.sinceMs === null ? { ...clock, sinceMs: nowMs } : clock;

export const pauseClock = (clock: Clock, nowMs: number): Clock => ({
  beforeMs: secondsOf(clock, nowMs) * 1000,
  sinceMs: null,
});
