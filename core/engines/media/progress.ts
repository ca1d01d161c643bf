/** What a call is told so that it can be followed on its stdout, and who reads that. */
export interface Following {
  /** First among the options of the output. */
  readonly options: readonly string[];
  readonly onLine: (line: string) => void;
}

/**
 * Reports from 0 to 1 how much of a recording is done, by seconds of it. Says nothing when the duration is
 * unknown; a header that is too short leaves it at 1.
 */
export function reportSeconds(
  durationSeconds: number | null,
  onProgress: (fraction: number) => void,
): (seconds: number) => void {
  return (seconds) => {
    if (durationSeconds && Number.isFinite(seconds))
      onProgress(Math.min(1, Math.max(0, seconds / durationSeconds)));
  };
}

/** Follows a call by the time that ffmpeg says it has reached, twice a second. */
export const followTime = (onSeconds: (seconds: number) => void): Following => ({
  options: ['-progress', 'pipe:1', '-stats_period', '0.5'],
  onLine(line) {
    const [key, value = ''] = line.split('=', 2);
    if (key === 'out_time_us') onSeconds(Number(value) / 1e6);
  },
});
