/** How long a session stays in the bin. */
export const binDays = 30;

/** When a session that went to the bin at `deletedAt` may be deleted for good. */
export const keptUntil = (deletedAt: Date): Date => new Date(deletedAt.getTime() + binDays * 86_400_000);

/** Days until a session that went to the bin at `deletedAt` is deleted for good: whole ones, the last one begun counts. */
export function daysLeftInBin(deletedAt: Date, now: Date): number {
  const leftMs = keptUntil(deletedAt).getTime() - now.getTime();
  return Math.max(0, Math.ceil(leftMs / 86_400_000));
}
