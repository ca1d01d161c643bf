import { CollectionList } from './collection-list.tsx';
import { ContinueWatching } from './continue-watching.tsx';

/** Beside the newest sessions: what was begun, and what curators have put together. */
export function StartAside({ personId }: { readonly personId: string }) {
  return (
    <>
      <ContinueWatching personId={personId} />
      <CollectionList />
    </>
  );
}
