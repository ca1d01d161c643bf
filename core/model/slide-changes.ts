/** Changes this close together are one slide that comes in piece by piece. */
const burstSeconds = 2;
/** So many changes may stand anywhere in a short talk. */
const few = 30;
/** More in a minute on the average than people turn slides: something moves all the time. */
const mostPerMinute = 6;

/**
 * Slide changes among all moments at which the picture changed, in seconds and in order: of a burst its first. The
 * start of the recording is a change that nobody needs to be told of.
 * None where the picture changes so often that it shows a camera or a film rather than slides.
 */
export function slideChangesOf(changes: readonly number[], durationSeconds: number): number[] {
  const slides = changes.filter((seconds, index) => seconds - (changes[index - 1] ?? 0) > burstSeconds);
  const isFilm = changes.length > few && isEverywhere(changes, durationSeconds);
  return isFilm || slides.length > mostPerMinute * Math.max(1, durationSeconds / 60) ? [] : slides;
}

/** Whether in most tenths of a minute something changes. */
function isEverywhere(changes: readonly number[], durationSeconds: number): boolean {
  const moments = new Set(changes.map((seconds) => Math.floor(seconds / 6)));
  return moments.size > durationSeconds / 6 / 2;
}
