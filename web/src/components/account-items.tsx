import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Me } from '../../../core/api/people.ts';
import { api } from '../api.ts';
import { chooseTheme, readTheme, type Theme, themes } from '../preferences.ts';
import styles from './account-menu.module.css';

interface AccountItemsProps {
  readonly me: Me;
  readonly onHelp: () => void;
  readonly onClose: () => void;
}

const themeWords: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };

/** Who is signed in, their pages, the theme, help and the way out. */
export function AccountItems({ me, onHelp, onClose }: AccountItemsProps) {
  const signOut = useSignOut();
  const item = { className: styles.item, onClick: onClose };
  return (
    <>
      <p className={styles.person}>
        <strong dir="auto">{me.name}</strong>
        <span>
          {me.email} · {me.role}
        </span>
      </p>
      <Link to="/collections" {...item}>
        Collections
      </Link>
      <Link to="/topics" {...item}>
        Topics
      </Link>
      <Link to="/people" {...item}>
        People
      </Link>
      <Link to="/mine" {...item}>
        My sessions
      </Link>
      <Link to="/tokens" {...item}>
        API tokens
      </Link>
      <Link to="/account/password" {...item}>
        Password
      </Link>
      {me.role === 'admin' && (
        <Link to="/admin/{-$view}" {...item}>
          Administration
        </Link>
      )}
      <button
        type="button"
        className={styles.item}
        onClick={() => {
          onClose();
          onHelp();
        }}
      >
        Keyboard shortcuts <span className={styles.key}>?</span>
      </button>
      <ThemeChoice />
      <button type="button" className={styles.item} onClick={() => void signOut()}>
        Sign out
      </button>
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
