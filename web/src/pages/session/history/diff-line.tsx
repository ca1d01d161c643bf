import type { TranscriptDiff } from '../../../../../core/api/transcripts.ts';
import { formatTenths, formatTime } from '../../../text/time.ts';
import styles from './history-dialog.module.css';
import { DiffPieces } from './word-diff.tsx';

type Line = TranscriptDiff['lines'][number];

const signs = { kept: '', added: '+', removed: '−', changed: '~' } as const;
const words = { kept: '', added: 'Added: ', removed: 'Removed: ', changed: 'Changed: ' } as const;

/** One line of what a version changed; a sign and a word say how, not colour alone. */
export function DiffLine({ line }: { readonly line: Line }) {
  const own = line.kind === 'removed' ? line.before : line.after;
  return (
    <li className={styles.line} data-kind={line.kind}>
      <span aria-hidden="true">{signs[line.kind]}</span>
      <time>{formatTime(own.startSeconds)}</time>
      <div>
        <span className="visually-hidden">{words[line.kind]}</span>
        {line.kind === 'changed' && <Facts before={line.before} after={line.after} />}
        {line.kind === 'changed' ? (
          <p>
            <DiffPieces pieces={line.pieces} />
          </p>
        ) : (
          <p>
            <DiffPieces pieces={[{ kind: line.kind === 'kept' ? 'same' : line.kind, text: own.text }]} />
          </p>
        )}
      </div>
    </li>
  );
}

type Kept = Extract<Line, { kind: 'kept' }>['after'];

/** Who spoke and when, where that changed. */
function Facts({ before, after }: { readonly before: Kept; readonly after: Kept }) {
  const nobody = 'nobody named';
  const facts = [
    before.speaker !== after.speaker && `Speaker: ${before.speaker ?? nobody} → ${after.speaker ?? nobody}`,
    before.startSeconds !== after.startSeconds &&
      `Start: ${formatTenths(before.startSeconds)} → ${formatTenths(after.startSeconds)}`,
    before.endSeconds !== after.endSeconds &&
      `End: ${formatTenths(before.endSeconds)} → ${formatTenths(after.endSeconds)}`,
  ].filter((fact) => fact !== false);
  return facts.map((fact) => (
    <p key={fact} dir="auto" className={styles.about}>
      {fact}
    </p>
  ));
}
