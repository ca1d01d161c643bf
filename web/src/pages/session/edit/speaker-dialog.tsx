import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import type { Session } from '../../../../../core/api/sessions.ts';
import type { TranscriptEdit } from '../../../../../core/api/transcripts.ts';
import { type Segment, speakersOf } from '../../../../../core/model/transcript.ts';
import button from '../../../components/button.module.css';
import { Field } from '../../../components/field.tsx';
import { foldText } from '../../../text/find.ts';
import { count } from '../../../text/list.ts';
import { peopleQuery } from '../editing-queries.ts';
import styles from './speaker-dialog.module.css';

interface SpeakerDialogProps {
  readonly session: Session;
  readonly segments: readonly Segment[];
  readonly line: number;
  readonly onChoose: (edits: readonly TranscriptEdit[]) => void;
  readonly onClose: () => void;
}

interface Choice {
  readonly name: string;
  readonly personId: string | null;
}

/** Who says a line: somebody who is heard here, a person of this installation, or a new name. */
export function SpeakerDialog({ session, segments, line, onChoose, onClose }: SpeakerDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const from = segments[line]?.speaker ?? null;
  const [name, setName] = useState('');
  const lines = segments.filter(({ speaker }) => speaker === from).length;
  const [isEverywhere, setIsEverywhere] = useState(from !== null && lines > 1);
  const choices = useChoices(session, segments, name, from);
  const choose = ({ name: to, personId }: Choice) => {
    const rename = { op: 'renameSpeaker' as const, to };
    const link = personId === null ? [] : [{ ...rename, from: to, personId }];
    if (isEverywhere) onChoose([{ ...rename, from, ...(personId !== null && { personId }) }]);
    else onChoose([{ op: 'change', segment: line, speaker: to }, ...link]);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const to = name.trim().replace(/\s+/g, ' ');
    const known = choices.find((choice) => foldText(choice.name) === foldText(to));
    if (to !== '') choose(known ?? { name: to, personId: null });
  };
  return (
    <dialog ref={dialog} onClose={onClose} className={styles.dialog} aria-labelledby="speaker-title">
      <form onSubmit={onSubmit}>
        <h2 id="speaker-title">
          {from === null ? (
            'Who speaks?'
          ) : (
            <>
              Who is <bdi>{from}</bdi>?
            </>
          )}
        </h2>
        <Field label="Name">
          {(attributes) => (
            <input
              {...attributes}
              dir="auto"
              autoComplete="off"
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {choices.length > 0 && (
          <ul aria-label="Known names" className={styles.choices}>
            {choices.map((choice) => (
              <li key={choice.name}>
                <button type="button" onClick={() => choose(choice)}>
                  <bdi>{choice.name}</bdi>
                  <span>{choice.personId === null ? 'speaks here' : 'a person here'}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <fieldset className={styles.scope}>
          <legend>Change</legend>
          <label>
            <input type="radio" name="scope" checked={isEverywhere} onChange={() => setIsEverywhere(true)} />
            Everywhere ({count(lines, 'line')})
          </label>
          <label>
            <input
              type="radio"
              name="scope"
              checked={!isEverywhere}
              onChange={() => setIsEverywhere(false)}
            />
            This line only
          </label>
        </fieldset>
        <p className={styles.foot}>
          <button type="button" className={button.button} onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className={button.primary} disabled={name.trim() === ''}>
            Change
          </button>
        </p>
      </form>
    </dialog>
  );
}

const mostChoices = 8;

/** Those who speak here first, then people; by what is typed. */
function useChoices(
  session: Session,
  segments: readonly Segment[],
  typed: string,
  from: string | null,
): Choice[] {
  const q = useDeferredValue(typed.trim());
  const { data: people } = useQuery(peopleQuery(q));
  const personOf = (name: string) =>
    session.speakerPeople.find((speaker) => speaker.name === name)?.personId ?? null;
  const here = [...new Set([...speakersOf(segments), ...session.speakers])]
    .filter((name) => name !== from && foldText(name).includes(foldText(q)))
    .map((name) => ({ name, personId: personOf(name) }));
  const known = new Set(here.map(({ name }) => name));
  const others = (people?.items ?? [])
    .filter(({ name }) => !known.has(name))
    .map(({ id, name }) => ({ name, personId: id }));
  return [...here, ...others].slice(0, mostChoices);
}
