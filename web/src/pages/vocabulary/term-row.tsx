import { Link } from '@tanstack/react-router';
import type { Term } from '../../../../core/api/vocabulary.ts';
import button from '../../components/button.module.css';
import { Markdown } from '../../components/markdown.tsx';
import { kindWords } from './kinds.ts';
import styles from './vocabulary-page.module.css';

interface TermRowProps {
  readonly term: Term;
  /** `null` for who does not keep the vocabulary. */
  readonly onEdit: (() => void) | null;
  readonly onDelete: (() => void) | null;
}

/** One word with its other names. */
export function TermRow({ term, onEdit, onDelete }: TermRowProps) {
  const { name, kind, aliases, mishearings, note } = term;
  return (
    <li className={styles.term}>
      <div className={styles.what}>
        <h2>
          <bdi>{name}</bdi> <span>{kindWords[kind]}</span>
        </h2>
        {aliases.length > 0 && <Names label="Also called" names={aliases} />}
        {mishearings.length > 0 && <Names label="Heard as" names={mishearings} />}
        {note !== '' && <Markdown text={note} />}
      </div>
      <div className={styles.acts}>
        <Link to="/" search={{ q: name }} className={button.quiet} aria-label={`Search: ${name}`}>
          Search
        </Link>
        {onEdit && (
          <button type="button" className={button.quiet} aria-label={`Edit: ${name}`} onClick={onEdit}>
            Edit
          </button>
        )}
        {onDelete && (
          <button type="button" className={button.quiet} aria-label={`Delete: ${name}`} onClick={onDelete}>
            Delete
          </button>
        )}
      </div>
    </li>
  );
}

function Names({ label, names }: { readonly label: string; readonly names: readonly string[] }) {
  return (
    <p>
      {label}{' '}
      {names.map((name, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <bdi>{name}</bdi>
        </span>
      ))}
    </p>
  );
}
