import type { RecordingKind } from './abilities.ts';
import styles from './record.module.css';

const words: Readonly<Record<RecordingKind, readonly [title: string, what: string]>> = {
  screen: ['Screen', 'Slides, code or a demo, with your voice'],
  camera: ['Camera', 'You or a whiteboard, with sound'],
  audio: ['Sound alone', 'A talk or a conversation'],
};
const drawings: Readonly<Record<RecordingKind, string>> = {
  screen: 'M4 5h16v11H4Zm4.5 15h7m-3.5-4v4',
  camera: 'M3.5 7h11v10h-11Zm11 4 6-3.5v9l-6-3.5',
  audio: 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3Zm-6 8a6 6 0 0 0 12 0m-6 6v3',
};

interface KindChoiceProps {
  readonly kind: RecordingKind;
  readonly hasScreen: boolean;
  readonly onChoose: (kind: RecordingKind) => void;
}

/** What is to be recorded. */
export function KindChoice({ kind, hasScreen, onChoose }: KindChoiceProps) {
  return (
    <fieldset className={styles.kinds}>
      <legend className="visually-hidden">What to record</legend>
      {(['screen', 'camera', 'audio'] as const).map((name) => {
        const isMissing = name === 'screen' && !hasScreen;
        const [title, what] = words[name];
        return (
          <label key={name}>
            <input
              type="radio"
              name="kind"
              checked={kind === name}
              disabled={isMissing}
              onChange={() => onChoose(name)}
            />
            <span className={styles.kind}>
              <svg
                aria-hidden="true"
                viewBox="0 0 24 24"
                fill="none"
                stroke="currentColor"
                strokeWidth={2}
                strokeLinecap="round"
                strokeLinejoin="round"
              >
                <path d={drawings[name]} />
              </svg>
              <strong>{title}</strong>
              <span>{isMissing ? 'This browser cannot share the screen. Phones never can' : what}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
