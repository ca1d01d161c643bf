import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { hasRole } from '../../../core/model/access.ts';
import { meQuery } from '../queries.ts';
import type { Collectable } from './collect-dialog.tsx';

/** Loaded when somebody first asks for it. */
export const CollectDialog = lazy(() =>
  import('./collect-dialog.tsx').then((module) => ({ default: module.CollectDialog })),
);

interface AddToCollectionProps {
  readonly item: Collectable;
  /** For ears; what is added where the words on the button do not say it. */
  readonly label: string;
  readonly className: string | undefined;
  readonly children: string;
}

/** Whether the one who is signed in keeps collections. */
export function useIsCurator(): boolean {
  const { data: me } = useQuery(meQuery);
  return me !== undefined && hasRole(me.role, 'curator');
}

/** For curators: one click opens the collections, the second adds. What came of it stands on the button. */
export function AddToCollection({ item, label, className, children }: AddToCollectionProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const isCurator = useIsCurator();
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 4_000);
    return () => clearTimeout(timer);
  }, [said]);
  if (!isCurator) return null;
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={said === null ? label : undefined}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        <span aria-live="polite">{said ?? children}</span>
      </button>
      <Suspense>
        {isOpen && <CollectDialog item={item} onClose={() => setIsOpen(false)} onAdded={setSaid} />}
      </Suspense>
    </>
  );
}
