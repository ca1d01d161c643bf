import { z } from 'zod';

export const CaptionsPutQuery = z.object({
  /** Whether the file is to be shown instead of what people have edited. */
  replaceEdits: z.enum(['true', 'false']).default('false'),
});
