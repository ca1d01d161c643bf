import type { ReactNode } from 'react';
import styles from './gate.module.css';
import { Logo } from './logo.tsx';

/** The page before the door: one form under the logo. */
export function Gate({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles.gate}>
      <Logo />
      <h1>{title}</h1>
      {children}
    </main>
  );
}
