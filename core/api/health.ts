import { z } from 'zod';

export const Health = z.object({ status: z.literal('ok') });

const Check = z.object({
  status: z.enum(['ok', 'degraded', 'failed']),
  engine: z.string(),
  detail: z.string().optional(),
});
/**
 * 503 when a part is `failed` without which nothing works; search goes on by words without `meaning`. `degraded`: it
 * works, with something else in the place of what is configured.
 */
export const Readiness = z
  .object({
    status: z.enum(['ok', 'degraded', 'failed']),
    checks: z.object({
      database: Check,
      queue: Check,
      index: Check,
      store: Check,
      /** Only where an embedding model is configured. */
      meaning: Check.optional(),
    }),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;
