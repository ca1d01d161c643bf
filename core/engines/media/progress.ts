/**
 * Reads the lines of `-progress pipe:1` and reports from 0 to 1 how much of the recording is done.
 * Says nothing when the duration is unknown; a header that is too short leaves it at 1.
 */
export function progressReader(
  durationSeconds: number | null,
  onProgress: (fraction: number) => void,
): (line: string) => void {
  return (line) => {
    const [key, value = ''] = line.split('=', 2);
    if (key !== 'out_time_us' || !durationSeconds) return;
    const seconds = Number(value) / 1e6;
    if (Number.isFinite(seconds)) onProgress(Math.min(1, Math.max(0, seconds / durationSeconds)));
  };
}
