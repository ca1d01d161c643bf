import { useMemo, useState } from 'react';
import type { Notes } from '../../../../../core/api/notes.ts';
import {
  type Choice,
  choices,
  joinParts,
  type MergePart,
  mergeTexts,
} from '../../../../../core/model/notes/merge.ts';
import button from '../../../components/button.module.css';
import { Problem } from '../../../components/notice.tsx';
import { count, keyed } from '../../../text/list.ts';
import type { Draft } from './draft.ts';
import styles from './notes.module.css';
import { useIsOwn, WhoSaved } from './who-saved.tsx';

interface NotesConflictProps {
  readonly draft: Draft;
  readonly theirs: Notes;
  readonly error: Error | null;
  readonly isSaving: boolean;
  readonly onSave: (text: string) => void;
  /** Writes on with the merged text. */
  readonly onEdit: (text: string) => void;
}

/** Two wrote at once: what fits together is put together, for the rest a person chooses; at first all is kept. */
export function NotesConflict({ draft, theirs, error, isSaving, onSave, onEdit }: NotesConflictProps) {
  const parts = useMemo(() => mergeTexts(draft.base, draft.text, theirs.text), [draft, theirs]);
  const [chosen, setChosen] = useState<ReadonlyMap<number, Choice>>(new Map());
  const choiceAt = (place: number): Choice => chosen.get(place) ?? 'both';
  const contested = parts.filter(({ kind }) => kind === 'contested').length;
  const merged = joinParts(parts, choiceAt);
  const isOwn = useIsOwn(theirs);
  const who = isOwn ? 'your other window' : (theirs.author?.name ?? 'Somebody');
  return (
    <section className={styles.conflict} aria-labelledby="conflict-title">
      <h2 id="conflict-title">{isOwn ? 'You wrote in two windows' : 'Two of you wrote at once'}</h2>
      <p role="status">
        <WhoSaved notes={theirs} /> while you wrote.{' '}
        {contested === 0
          ? 'The changes of both fit together.'
          : `What fits together is put together. Choose what stays in ${count(contested, 'place')}.`}
      </p>
      <ol className={styles.parts}>
        {keyed(parts).map(([key, part], place) => (
          <li key={key}>
            <Part
              part={part}
              name={`part-${key}`}
              who={who}
              choice={choiceAt(place)}
              onChoose={(choice) => setChosen(new Map(chosen).set(place, choice))}
            />
          </li>
        ))}
      </ol>
      {error && <Problem error={error} />}
      <div className={styles.actions}>
        <button type="button" className={button.primary} disabled={isSaving} onClick={() => onSave(merged)}>
          {isSaving ? 'Saving' : 'Save both together'}
        </button>
        <button type="button" className={button.quiet} onClick={() => onEdit(merged)}>
          Edit it first
        </button>
      </div>
    </section>
  );
}

interface PartProps {
  readonly part: MergePart;
  readonly name: string;
  readonly who: string;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}

function Part({ part, name, who, choice, onChoose }: PartProps) {
  if (part.kind === 'agreed') return <Lines lines={part.lines} />;
  const words: Readonly<Record<Choice, string>> = { mine: 'Yours', theirs: `By ${who}`, both: 'Both' };
  return (
    <fieldset className={styles.contested}>
      <legend className="visually-hidden">What stays here</legend>
      {choices.map((one) => (
        <label key={one} data-chosen={choice === one || choice === 'both'}>
          <span className={styles.choice}>
            <input type="radio" name={name} checked={choice === one} onChange={() => onChoose(one)} />
            <bdi>{words[one]}</bdi>
          </span>
          {one !== 'both' && <Lines lines={part[one]} />}
        </label>
      ))}
    </fieldset>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return <span className={styles.nothing}>Nothing</span>;
  return (
    <span dir="auto" className={styles.lines}>
      {lines.join('\n')}
    </span>
  );
}
