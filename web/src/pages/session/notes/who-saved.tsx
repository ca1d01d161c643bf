import { useQuery } from '@tanstack/react-query';
import type { Notes } from '../../../../../core/api/notes.ts';
import { meQuery } from '../../../queries.ts';

/** Whether this version of the notes is one's own: written in another window, when it was not here. */
export function useIsOwn({ author }: Notes): boolean {
  const { data: me } = useQuery(meQuery);
  return author !== null && author.id === me?.id;
}

/** Who has saved the notes meanwhile, for the beginning of a sentence. */
export function WhoSaved({ notes }: { readonly notes: Notes }) {
  if (useIsOwn(notes)) return 'You have saved these notes in another window';
  return (
    <>
      <bdi>{notes.author?.name ?? 'Somebody'}</bdi> has saved these notes
    </>
  );
}
