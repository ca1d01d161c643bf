import styles from './logo.module.css';

/** The mark, a paper bag with a play triangle, and the name. */
export function Logo() {
  return (
    <span className={styles.logo}>
      <svg aria-hidden="true" width="28" height="28" viewBox="0 0 24 24" fill="none" stroke="currentColor">
        <path
          d="M5 20.5V4.5l2.4 2 2.3-2L12 6.5l2.3-2 2.3 2 2.4-2v16Z"
          strokeWidth="1.9"
          strokeLinejoin="round"
        />
        <path d="m10 10.3 4.8 3-4.8 3Z" fill="currentColor" stroke="none" />
      </svg>
      <span className={styles.name}>Brownbag</span>
    </span>
  );
}
