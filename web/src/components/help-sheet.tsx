import { useEffect, useRef, useState } from 'react';
import { hasShortcuts, switchShortcuts } from '../preferences.ts';
import button from './button.module.css';
import styles from './help-sheet.module.css';

const groups: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['/', 'Search'],
      ['↓ ↑', 'Move through moments'],
      ['Enter', 'Open the session there'],
      ['k', 'Play the moment here'],
      ['Esc', 'Stop playing it'],
      ['?', 'This sheet'],
    ],
  },
  {
    title: 'In the search field',
    keys: [
      ['"exact words"', 'Said just so'],
      ['-word', 'Not with this word'],
      ['speaker:ana', 'Who speaks'],
      ['topic: in:', 'Topic, collection'],
      ['after: before:', 'A year, month or day'],
      ['lang:de', 'Language'],
    ],
  },
  {
    title: 'In a session',
    keys: [
      ['n p', 'Next, previous match'],
      ['t', 'To the transcript'],
      ['s', 'Copy link to this second'],
      ['e', 'Edit the transcript'],
    ],
  },
  {
    title: 'Playing',
    keys: [
      ['k or Space', 'Play, pause'],
      ['j l', 'Back, forward 10 s'],
      ['← →', 'Back, forward 5 s'],
      ['< >', 'Slower, faster'],
      ['0 – 9', 'Jump to a tenth'],
      ['c', 'Captions'],
      ['m', 'Mute'],
      ['f', 'Full screen'],
    ],
  },
  {
    title: 'Editing a transcript',
    keys: [
      ['Enter', 'Edit the line; in it: split it'],
      ['Tab', 'Save, next line'],
      ['Shift Tab', 'Save, line before'],
      ['Ctrl Enter', 'Save, leave the line'],
      ['Esc', 'Take back the typing'],
      ['Backspace', 'At the start: join lines'],
      ['Ctrl Space', 'Play it; hold to repeat'],
      ['Alt ← →', 'Move the start 0.1 s'],
      ['F2', 'Who speaks'],
      ['u or F8', 'Next uncertain word'],
      ['Ctrl Z', 'Undo the last change'],
    ],
  },
];

/** The keys, and the switch that turns the single-letter ones off; open as long as it is there. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const [isOn, setIsOn] = useState(hasShortcuts);
  return (
    <dialog ref={dialog} onClose={onClose} className={styles.sheet} aria-labelledby="help-title">
      <h2 id="help-title">Keyboard</h2>
      <div className={styles.groups}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <form method="dialog" className={styles.foot}>
        <label>
          <input
            type="checkbox"
            checked={isOn}
            onChange={(event) => {
              switchShortcuts(event.target.checked);
              setIsOn(event.target.checked);
            }}
          />
          Single-key shortcuts
        </label>
        <button type="submit" className={button.button}>
          Close
        </button>
      </form>
    </dialog>
  );
}
