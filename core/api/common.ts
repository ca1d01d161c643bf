import { z } from 'zod';

/** Instants are ISO 8601 in UTC. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine(isInCommonYears, 'A date lies between the years 1 and 9998.');

/** Outside of these, an offset or the end of a day leads to years that databases and programs disagree about. */
export function isInCommonYears(date: string): boolean {
  const year = new Date(date).getUTCFullYear();
  return year >= 1 && year <= 9998;
}

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
});

/** A session's id or slug. */
export const SessionParams = z.object({ id: z.string().min(1).max(200) });

/** RFC 9457 `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .loose()
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** What was sent for a list, without what is blank: an empty field of a form is no name. */
export const withoutBlanks = (values: readonly unknown[]): readonly unknown[] =>
  values.filter((value) => typeof value !== 'string' || value.trim() !== '');
