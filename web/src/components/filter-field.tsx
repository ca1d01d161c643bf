import { useEffect, useRef, useState } from 'react';
import styles from './filter-field.module.css';
import { Icon } from './icon.tsx';

/** After the last key until the list is asked for. */
const debounceMs = 100;

interface FilterFieldProps {
  readonly label: string;
  /** What the URL says. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** Narrows the list below it as one types. */
export function FilterField({ label, value = '', onChange }: FilterFieldProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Going back in history changes what is asked; what has just been typed comes back as it was sent.
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onType = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = typed.trim();
      onChange(sent.current || undefined);
    }, debounceMs);
  };
  return (
    <search className={styles.field}>
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => onType(event.target.value)}
      />
    </search>
  );
}
