/** Bytes that had left at a time. */
export interface Sample {
  readonly atMs: number;
  readonly sentBytes: number;
}

/** Long enough not to jump with every chunk, short enough to follow a line that got slower. */
const windowMs = 10_000;

/** The samples of the last ten seconds and the new one; begins anew when fewer bytes have left than before. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && sample.sentBytes < last.sentBytes) return [sample];
  return [...samples.filter(({ atMs }) => sample.atMs - atMs <= windowMs), sample];
}

/** Bytes a second over the samples; 0: not known yet. */
export function rateOf(samples: readonly Sample[]): number {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.atMs - first.atMs < 500) return 0;
  return ((last.sentBytes - first.sentBytes) * 1000) / (last.atMs - first.atMs);
}
