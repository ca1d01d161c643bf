/** How long a session stays in the bin. */
export const binDays = 30;

/** Days until a session that went to the bin at `deletedAt` is deleted for good: whole ones, the last one begun counts. */
export function daysLeftInBin(deletedAt: Date, now: Date): number {
  const leftMs = deletedAt.getTime() + binDays * 86_400_000 - now.getTime();
  return Math.max(0, Math.ceil(leftMs / 86_400_000));
}
