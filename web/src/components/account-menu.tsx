import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api } from '../api.ts';
import { chooseTheme, readTheme, type Theme, themes } from '../preferences.ts';
import { meQuery } from '../queries.ts';
import { initialsOf } from '../text/list.ts';
import styles from './account-menu.module.css';

const themeWords: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };

/** Who is signed in, their pages, the theme, help and the way out. */
export function AccountMenu({ onHelp }: { readonly onHelp: () => void }) {
  const { data: me } = useQuery(meQuery);
  const menu = useRef<HTMLDivElement>(null);
  const signOut = useSignOut();
  const close = () => menu.current?.hidePopover();
  if (!me) return null;
  return (
    <>
      <button
        type="button"
        className={styles.avatar}
        popoverTarget="account"
        aria-label={`Account of ${me.name}`}
      >
        {initialsOf(me.name)}
      </button>
      <div ref={menu} id="account" popover="auto" className={styles.menu}>
        <p className={styles.person}>
          <strong dir="auto">{me.name}</strong>
          <span>
            {me.email} · {me.role}
          </span>
        </p>
        <Link to="/collections" className={styles.item} onClick={close}>
          Collections
        </Link>
        <Link to="/topics" className={styles.item} onClick={close}>
          Topics
        </Link>
        <Link to="/people" className={styles.item} onClick={close}>
          People
        </Link>
        <Link to="/mine" className={styles.item} onClick={close}>
          My sessions
        </Link>
        <Link to="/tokens" className={styles.item} onClick={close}>
          API tokens
        </Link>
        <button
          type="button"
          className={styles.item}
          onClick={() => {
            close();
            onHelp();
          }}
        >
          Keyboard shortcuts <span className={styles.key}>?</span>
        </button>
        <ThemeChoice />
        <button type="button" className={styles.item} onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme);
  const choose = (chosen: Theme) => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <fieldset className={styles.themes}>
      <legend>Theme</legend>
      {themes.map((name) => (
        <label key={name}>
          <input type="radio" name="theme" checked={theme === name} onChange={() => choose(name)} />
          <span>{themeWords[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await api.signOut();
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };
}
