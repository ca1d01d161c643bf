import type { KnownItem } from './known-items.ts';

/** What a search says: sessions best first, each with its best moments. */
export interface Answered {
  readonly sessionId: string;
  readonly starts: readonly number[];
}
export type Ask = (q: string) => Promise<readonly Answered[]>;

export interface Scored {
  readonly item: KnownItem;
  /** Of the right session among ten, from 1; 0 when none of its first three moments is the right one. */
  readonly rank: number;
  readonly milliseconds: number;
}

/** Away from the truth by at most so many seconds, a moment is found. */
const toleranceSeconds = 60;

/** Asks every query once and looks where its answer stands. */
export async function score(
  ask: Ask,
  items: readonly KnownItem[],
  idOf: ReadonlyMap<string, string>,
): Promise<Scored[]> {
  const scored: Scored[] = [];
  for (const item of items) {
    const start = performance.now();
    const answered = await ask(item.q);
    const milliseconds = performance.now() - start;
    const at = answered.slice(0, 10).findIndex(({ sessionId }) => sessionId === idOf.get(item.sessionId));
    const isThere = answered[at]?.starts
      .slice(0, 3)
      .some((seconds) => Math.abs(seconds - item.startSeconds) <= toleranceSeconds);
    scored.push({ item, milliseconds, rank: isThere ? at + 1 : 0 });
  }
  return scored;
}

export const meanReciprocalRank = (scored: readonly Scored[]): number =>
  mean(scored.map(({ rank }) => (rank > 0 ? 1 / rank : 0)));

export const recall = (scored: readonly Scored[]): number => mean(scored.map(({ rank }) => Math.sign(rank)));

export const classesOf = (items: readonly KnownItem[]): string[] => [
  ...new Set(items.map((item) => item.class)),
];

export const ofClass = (scored: readonly Scored[], name: string): Scored[] =>
  scored.filter(({ item }) => item.class === name);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
