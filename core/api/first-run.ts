import { z } from 'zod';

/** `sample`: what explains Brownbag; `null`: there is none, or it was moved to the bin. */
export const FirstRun = z
  .object({ sample: z.object({ id: z.string(), slug: z.string() }).nullable() })
  .meta({ id: 'FirstRun' });
export type FirstRun = z.infer<typeof FirstRun>;
