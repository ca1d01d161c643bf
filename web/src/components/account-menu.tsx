import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { meQuery } from '../queries.ts';
import { initialsOf } from '../text/list.ts';
import styles from './account-menu.module.css';

const loadItems = () => import('./account-items.tsx');
const AccountItems = lazy(async () => ({ default: (await loadItems()).AccountItems }));

/** Who is signed in; a click opens what is theirs, which is fetched when the pointer or the focus comes near. */
export function AccountMenu({ onHelp }: { readonly onHelp: () => void }) {
  const { data: me } = useQuery(meQuery);
  const menu = useRef<HTMLDivElement>(null);
  const [wasOpened, setWasOpened] = useState(false);
  // Offline it fails here and is asked for again when it is opened.
  const prepare = () => void loadItems().catch(() => undefined);
  if (!me) return null;
  return (
    <>
      <button
        type="button"
        className={styles.avatar}
        popoverTarget="account"
        aria-label={`Account of ${me.name}`}
        onPointerEnter={prepare}
        onFocus={prepare}
      >
        {initialsOf(me.name)}
      </button>
      <div ref={menu} id="account" popover="auto" className={styles.menu} onToggle={() => setWasOpened(true)}>
        <Suspense>
          {wasOpened && <AccountItems me={me} onHelp={onHelp} onClose={() => menu.current?.hidePopover()} />}
        </Suspense>
      </div>
    </>
  );
}
