import { type ParsedLocation, useNavigate, useRouterState } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { Icon } from './icon.tsx';
import styles from './search-field.module.css';

/** After the last key until the server is asked; a fast typist presses the next key within it. */
const debounceMs = 100;

/** The one search field. On the start page it searches as one types, elsewhere with Enter. */
export function SearchField({ inputRef }: { readonly inputRef: RefObject<HTMLInputElement | null> }) {
  const { isHome, asked } = useRouterState({
    select: (state) => ({
      isHome: state.location.pathname === '/',
      asked: askedIn(state.location),
    }),
    structuralSharing: true,
  });
  const [text, setText] = useState(asked);
  const search = useSearchAsTyped(isHome, asked, setText);

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    search(text, 0);
  };
  const onClear = () => {
    setText('');
    if (isHome) search('', 0);
    inputRef.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    const first = document.querySelector<HTMLElement>('[data-moment]');
    if (!first) return;
    event.preventDefault();
    first.focus();
  };
  return (
    <search className={styles.search}>
      <form onSubmit={onSubmit} className={styles.form}>
        <Icon name="search" size={20} />
        <input
          ref={inputRef}
          type="search"
          name="q"
          aria-label="Search what was said"
          aria-keyshortcuts="/"
          placeholder="Search what was said"
          autoComplete="off"
          enterKeyHint="search"
          spellCheck={false}
          maxLength={1000}
          value={text}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            if (isHome) search(event.target.value, debounceMs);
          }}
        />
        {text === '' ? (
          <span aria-hidden="true" className={styles.key}>
            /
          </span>
        ) : (
          <button type="button" aria-label="Clear" className={styles.clear} onClick={onClear}>
            <Icon name="close" />
          </button>
        )}
      </form>
    </search>
  );
}

/** A session's `q` is what is marked in it, which its own field shows. */
const askedIn = ({ pathname, search }: ParsedLocation): string =>
  pathname === '/' && 'q' in search ? String(search.q ?? '') : '';

/** Brings the words into the URL after the delay, and words that came from elsewhere into the field. */
function useSearchAsTyped(isHome: boolean, asked: string, setText: (text: string) => void) {
  const navigate = useNavigate();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(asked);
  useEffect(() => {
    if (asked === sent.current) return;
    sent.current = asked;
    setText(asked);
  }, [asked, setText]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (text: string, delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = text.trim();
      void navigate({
        to: '/',
        search: (earlier) => ({ ...(isHome ? earlier : {}), q: text.trim() || undefined }),
        replace: isHome,
        resetScroll: !isHome,
      });
    }, delayMs);
  };
}
