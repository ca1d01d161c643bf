import { z } from 'zod';
import { Problem } from '../../core/api/common.ts';
import type { HeaderNotes } from '../plugins/openapi-notes.ts';
import { titleOf } from '../plugins/problems.ts';

/** An answer without a body. */
export const empty = (description: string, headers?: HeaderNotes) =>
  z.undefined().meta({ description, ...(headers && { headers }) });

/** For 204. */
export const noContent = empty('Done.');

interface Answer<Schema extends z.ZodType> {
  readonly description: string;
  readonly headers?: HeaderNotes;
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** An answer in one of these content types, of which the charset is left out. For plain JSON its schema says as much. */
export const answerIn = <Schema extends z.ZodType>(
  contentTypes: readonly string[],
  schema: Schema,
  description: string,
  headers?: HeaderNotes,
): Answer<Schema> => ({
  description,
  ...(headers && { headers }),
  content: Object.fromEntries(contentTypes.map((type) => [type.replace(/;.*/, ''), { schema }])),
});

export const problem = (status: number, headers?: HeaderNotes): Answer<typeof Problem> =>
  answerIn(['application/problem+json'], Problem, titleOf(status), headers);

/** The problem answers of a route, by status. */
export function problems<Status extends number>(
  ...statuses: readonly Status[]
): Record<Status, Answer<typeof Problem>> {
  const answers: Partial<Record<number, Answer<typeof Problem>>> = {};
  for (const status of statuses) answers[status] = problem(status);
  return answers as Record<Status, Answer<typeof Problem>>;
}
