/** Enough to see where there is speech; more would be finer than a screen. */
const bars = 300;

/**
 * The outline of a waveform (BBC audiowaveform, version 2: smallest and largest values by turns) as an SVG path of
 * bars, 1 wide each, between 0 and 100 high around 50; and how many there are. The loudest fills it.
 */
export function wavePath(values: readonly number[]): { readonly path: string; readonly bars: number } {
  const count = Math.min(bars, Math.floor(values.length / 2));
  const peaks = Array.from({ length: count }, (_, bar) => {
    const [from, to] = [bar, bar + 1].map((at) => 2 * Math.floor((at * values.length) / 2 / count));
    return values.slice(from, to).reduce((loudest, value) => Math.max(loudest, Math.abs(value)), 0);
  });
  const loudest = Math.max(...peaks, 1);
  const path = peaks
    .map((peak, bar) => {
      // A quiet second is still a second.
      const half = Math.max(2, Math.round((peak / loudest) * 50));
      return `M${bar} ${50 - half}h.7v${2 * half}h-.7z`;
    })
    .join('');
  return { path, bars: count };
}
