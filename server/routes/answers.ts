import { z } from 'zod';
import { Problem } from '../../core/api/common.ts';

/** The problem answers of a route, by status. */
export function problems<Status extends number>(
  ...statuses: readonly Status[]
): Record<Status, typeof Problem> {
  const answers: Partial<Record<number, typeof Problem>> = {};
  for (const status of statuses) answers[status] = Problem;
  return answers as Record<Status, typeof Problem>;
}

/** For 204. */
export const noContent = z.void().describe('Done.');
