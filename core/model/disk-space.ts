const leastReserveBytes = 2 ** 30;

/**
 * How many bytes of a disk may still be given to recordings: without the rest the database, the logs and what is
 * made of recordings would run out of space too. That rest is 1 GiB or 2 %, and half of a small disk at most.
 */
export function bytesToGive(disk: { readonly freeBytes: number; readonly totalBytes: number }): number {
  const reserve = Math.min(Math.max(leastReserveBytes, disk.totalBytes * 0.02), disk.totalBytes / 2);
  return Math.max(0, Math.floor(disk.freeBytes - reserve));
}
