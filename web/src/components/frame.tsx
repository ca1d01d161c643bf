import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { hasShortcuts } from '../preferences.ts';
import { AccountMenu } from './account-menu.tsx';
import button from './button.module.css';
import styles from './frame.module.css';
import { Icon } from './icon.tsx';
import { Logo } from './logo.tsx';
import { SearchField } from './search-field.tsx';
import { isTyping } from './typing.ts';

const HelpSheet = lazy(() => import('./help-sheet.tsx').then((module) => ({ default: module.HelpSheet })));

/** Header, page and help sheet: what every signed-in page stands in. */
export function Frame() {
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [searchedOn, setSearchedOn] = useState('');
  /** On the phone the field takes room only where it is what the page is about, or when it is asked for. */
  const hasSearch = path === '/' || searchedOn === path;
  const onSearch = () => {
    setSearchedOn(path);
    search.current?.focus();
  };
  useEffect(() => {
    if (searchedOn !== '') search.current?.focus();
  }, [searchedOn]);
  useFrameKeys({
    '/': onSearch,
    '?': () => setIsHelpOpen(true),
  });
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={hasSearch ? styles.header : `${styles.header} ${styles.withoutSearch}`}>
        <Link to="/" className={styles.home} aria-label="Brownbag, to the start page">
          <Logo />
        </Link>
        <SearchField inputRef={search} />
        {!hasSearch && (
          <button type="button" className={styles.find} aria-label="Search" onClick={onSearch}>
            <Icon name="search" size={20} />
          </button>
        )}
        <div className={styles.add}>
          <Link to="/record" className={`${button.quiet} ${styles.record}`}>
            <span className={styles.recordWord}>Record</span>
          </Link>
          <Link to="/new" className={button.primary}>
            <span aria-hidden="true">+</span> <span className={styles.addWords}>Add a session</span>
          </Link>
        </div>
        <AccountMenu onHelp={() => setIsHelpOpen(true)} />
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      <Suspense>{isHelpOpen && <HelpSheet onClose={() => setIsHelpOpen(false)} />}</Suspense>
    </>
  );
}

function useFrameKeys(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || !hasShortcuts() || document.querySelector('dialog[open]')) return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
