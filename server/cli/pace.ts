import { formatClock } from '../../core/model/captions/timestamps.ts';

/** How fast something goes and how long it will take, for people: `48 MB/s, 1:05 left`; nothing in the first second. */
export function paceOf(doneBytes: number, totalBytes: number, elapsedMs: number): string {
  if (elapsedMs < 1_000 || doneBytes === 0) return '';
  const bytesPerSecond = doneBytes / (elapsedMs / 1_000);
  const left = Math.ceil(Math.max(0, totalBytes - doneBytes) / bytesPerSecond);
  const megabytes = bytesPerSecond / 1e6;
  return `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB/s, ${formatClock(left)} left`;
}
