import type { Suggestion } from '../../../core/api/suggest.ts';
import { Icon } from './icon.tsx';
import styles from './suggestions.module.css';

interface SuggestionsProps {
  readonly id: string;
  readonly items: readonly Suggestion[];
  /** The one that the keyboard is at; -1: none. */
  readonly active: number;
  /** Nothing is typed yet: these are the reader's own last searches. */
  readonly isRecent: boolean;
  /** Others are on their way. */
  readonly isBusy: boolean;
  readonly onPick: (item: Suggestion) => void;
}

/** The id of an option, for `aria-activedescendant`. */
export const optionId = (listId: string, position: number): string => `${listId}-${position}`;

const kinds = {
  topic: { icon: 'topic', word: 'Topic' },
  session: { icon: 'play', word: 'Session' },
  speaker: { icon: 'person', word: 'Speaker' },
  phrase: { icon: 'search', word: 'Search' },
} as const;
const recent = { icon: 'recent', word: 'Recent' } as const;

/** What may be meant, below the search field that it belongs to and that keeps the focus. */
export function Suggestions({ id, items, active, isRecent, isBusy, onPick }: SuggestionsProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={isRecent ? 'Your last searches' : 'Suggestions'}
      aria-busy={isBusy}
      className={styles.list}
      // The field keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {items.map((item, position) => {
        const { icon, word } = isRecent ? recent : kinds[item.kind];
        return (
          <a
            key={item.url}
            id={optionId(id, position)}
            role="option"
            tabIndex={-1}
            aria-selected={position === active}
            href={item.url}
            className={styles.option}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              onPick(item);
            }}
          >
            <Icon name={icon} size={18} />
            <bdi className={styles.text}>{item.text}</bdi>
            <span className={styles.kind}>{word}</span>
          </a>
        );
      })}
    </div>
  );
}
