const momentSeconds = 60;
const maxMoments = 10;

/**
 * Where a topic is spoken of: uses within a minute are one moment, its first use. The ten moments with most uses,
 * in order, without what lies outside of the recording.
 */
export function topicMoments(uses: readonly number[], durationSeconds: number): number[] {
  const moments: { startSeconds: number; uses: number }[] = [];
  const inside = uses.filter((seconds) => seconds >= 0 && seconds <= durationSeconds);
  for (const seconds of inside.toSorted((a, b) => a - b)) {
    const last = moments.at(-1);
    if (last !== undefined && seconds - last.startSeconds < momentSeconds) last.uses += 1;
    else moments.push({ startSeconds: seconds, uses: 1 });
  }
  return moments
    .sort((a, b) => b.uses - a.uses)
    .slice(0, maxMoments)
    .map(({ startSeconds }) => startSeconds)
    .sort((a, b) => a - b);
}
