/** At this place of a passage's text, this second of the recording is reached. */
export interface ClockMark {
  /** UTF-16 units from the text's beginning. */
  readonly offset: number;
  readonly seconds: number;
}

/** Less is not heard, and halves what is stored: most words follow evenly. */
const toleranceSeconds = 0.25;

/** The second at which the text at `offset` is said, `null` where nobody knows: between two marks time passes evenly. */
export function secondAt(clock: readonly ClockMark[], offset: number | null): number | null {
  if (offset === null || clock.length === 0) return null;
  const next = clock.findIndex((mark) => mark.offset > offset);
  const after = clock[next];
  const before = next < 0 ? clock.at(-1) : clock[next - 1];
  if (before === undefined || after === undefined) return (before ?? after)?.seconds ?? null;
  const share = (offset - before.offset) / (after.offset - before.offset);
  return before.seconds + (after.seconds - before.seconds) * share;
}

/** Leaves out marks that their neighbours tell to within a quarter of a second; first and last stay. */
export function thinOut(clock: readonly ClockMark[]): ClockMark[] {
  const kept: ClockMark[] = [];
  let from = 0;
  for (const [at, mark] of clock.entries()) {
    const start = clock[from];
    if (start === undefined) break;
    if (at === 0) kept.push(mark);
    const between = clock.slice(from + 1, at);
    const isTold = between.every(
      ({ offset, seconds }) => Math.abs((secondAt([start, mark], offset) ?? 0) - seconds) <= toleranceSeconds,
    );
    if (isTold) continue;
    from = at - 1;
    const last = clock[from];
    if (last) kept.push(last);
  }
  const end = clock.at(-1);
  if (end && kept.at(-1) !== end) kept.push(end);
  return kept;
}

/** Offsets and seconds in turn, to the hundredth: how a clock is stored. */
export function flatten(clock: readonly ClockMark[]): number[] {
  return clock.flatMap(({ offset, seconds }) => [offset, Math.round(seconds * 100) / 100]);
}

/** What `flatten` wrote, as marks; an offset without its second at the end is left out. */
export function unflatten(numbers: readonly number[]): ClockMark[] {
  const clock: ClockMark[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2)
    clock.push({ offset: numbers[at] ?? 0, seconds: numbers[at + 1] ?? 0 });
  return clock;
}
