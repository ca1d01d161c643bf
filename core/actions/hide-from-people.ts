import { setHidden } from '../../drizzle/queries/speaking.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import type { ActionDeps } from './deps.ts';

/** Takes somebody out of the pages about people, or lets them in again. Nobody says it for another. */
export async function hideFromPeople(
  { db }: Pick<ActionDeps, 'db'>,
  reader: Reader,
  personId: string,
  isHidden: boolean,
): Promise<void> {
  if (personId !== reader.id)
    throw new DomainError(
      'not-allowed',
      'Everybody decides for themselves whether there is a page about them.',
    );
  await setHidden(db, reader.id, isHidden);
}
