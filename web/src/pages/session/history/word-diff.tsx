import type { DiffPiece } from '../../../../../core/model/transcript/diff.ts';
import { diffTexts } from '../../../../../core/model/transcript/diff.ts';
import styles from './word-diff.module.css';

/** Words that went and words that came, told apart by their lines as well as by colour. */
export const WordDiff = ({ before, after }: { readonly before: string; readonly after: string }) => (
  <DiffPieces pieces={diffTexts(before, after)} />
);

/** The same of pieces that are known already. */
export function DiffPieces({ pieces }: { readonly pieces: readonly DiffPiece[] }) {
  let at = 0;
  return (
    <span dir="auto" className={styles.words}>
      {pieces.map(({ kind, text }) => {
        at += 1;
        if (kind === 'same') return `${text} `;
        return kind === 'added' ? (
          <span key={at}>
            <ins>{text}</ins>{' '}
          </span>
        ) : (
          <span key={at}>
            <del>{text}</del>{' '}
          </span>
        );
      })}
    </span>
  );
}
