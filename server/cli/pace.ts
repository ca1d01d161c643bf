/** How fast something goes and how long it will take, for people: `48 MB/s, 1:05 left`; nothing in the first second. */
export function paceOf(doneBytes: number, totalBytes: number, elapsedMs: number): string {
  if (elapsedMs < 1_000 || doneBytes === 0) return '';
  const bytesPerSecond = doneBytes / (elapsedMs / 1_000);
  const left = Math.ceil(Math.max(0, totalBytes - doneBytes) / bytesPerSecond);
  const [hours, minutes, seconds] = [Math.floor(left / 3_600), Math.floor(left / 60) % 60, left % 60];
  const twoDigits = (count: number) => String(count).padStart(2, '0');
  const time =
    hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(seconds)}` : `${minutes}:${twoDigits(seconds)}`;
  const megabytes = bytesPerSecond / 1e6;
  return `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB/s, ${time} left`;
}
