import { type ParsedLocation, useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import {
  type KeyboardEvent,
  type RefObject,
  type SubmitEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import type { Suggestion } from '../../../core/api/suggest.ts';
import { Icon } from './icon.tsx';
import styles from './search-field.module.css';
import { optionId, Suggestions } from './suggestions.tsx';
import { useSuggestions } from './use-suggestions.ts';

/** After the last key until the server is asked; a fast typist presses the next key within it. */
const debounceMs = 100;

/** The one search field, with suggestions. On the start page it searches as one types, elsewhere with Enter. */
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

  const listId = useId();
  const router = useRouter();
  const onPick = ({ url }: Suggestion) => {
    search.stop();
    list.close();
    router.history.push(url);
  };
  const list = useSuggestions(text, onPick);

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    list.close();
    search(text, 0);
  };
  const onClear = () => {
    setText('');
    list.close();
    if (isHome) search('', 0);
    inputRef.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (list.onKey(event) || event.key !== 'ArrowDown') return;
    const first = document.querySelector<HTMLElement>('[data-moment]');
    if (!first) return;
    event.preventDefault();
    list.close();
    first.focus();
  };
  return (
    <search className={styles.search}>
      <form onSubmit={onSubmit} className={styles.form}>
        <Icon name="search" size={20} />
        <input
          ref={inputRef}
          type="search"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={list.isOpen}
          aria-controls={list.isOpen ? listId : undefined}
          aria-activedescendant={list.active < 0 ? undefined : optionId(listId, list.active)}
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
          onClick={list.open}
          onBlur={list.close}
          onChange={(event) => {
            setText(event.target.value);
            list.open();
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
        {list.isOpen && <Suggestions id={listId} {...list} onPick={onPick} />}
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
  const stop = () => clearTimeout(timer.current);
  const search = (text: string, delayMs: number) => {
    stop();
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
  return Object.assign(search, { stop });
}
