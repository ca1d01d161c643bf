/** Twenty times the recording's length on a slow machine, between half an hour and a week. */
export const encodingTimeLimitMs = ({
  durationSeconds,
}: {
  readonly durationSeconds: number | null;
}): number => Math.min(7 * 24 * 3_600_000, Math.max(30 * 60_000, (durationSeconds ?? 3 * 3600) * 1000 * 20));
