import styles from './skeleton.module.css';

const rows = ['first', 'second', 'third', 'fourth'];

/** The outline of a list of sessions while it loads: same sizes, so that nothing moves when it comes. */
export function ListSkeleton() {
  return (
    <div role="status" className={styles.list}>
      <span className="visually-hidden">Loading</span>
      {rows.map((row) => (
        <div key={row} aria-hidden="true" className={styles.row}>
          <span className={styles.cover} />
          <span className={styles.lines}>
            <span className={styles.title} />
            <span className={styles.line} />
            <span className={styles.strip} />
          </span>
        </div>
      ))}
    </div>
  );
}
