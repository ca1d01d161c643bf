import type { Word } from '../../../core/model/transcript.ts';

const keyOf = ({ text }: Word): string => text.toLowerCase().replace(/[^a-z0-9']/g, '');

/**
 * How much later (seconds) the words that were heard rightly start than they were said. Which word is which is told by
 * the alignment with the fewest edits.
 */
export function startErrors(said: readonly Word[], heard: readonly Word[]): number[] {
  const edits = countEdits(said, heard);
  const errors: number[] = [];
  let [line, column] = [0, 0];
  const at = (row: number, place: number) => edits[row]?.[place] ?? Number.POSITIVE_INFINITY;
  while (line < said.length && column < heard.length) {
    const [reference, word] = [said[line], heard[column]];
    if (!reference || !word) break;
    const isSame = keyOf(reference) === keyOf(word);
    const here = at(line, column);
    if (isSame && here === at(line + 1, column + 1)) errors.push(word.startSeconds - reference.startSeconds);
    if (here === at(line + 1, column + 1) + (isSame ? 0 : 1)) [line, column] = [line + 1, column + 1];
    else if (here === at(line + 1, column) + 1) line += 1;
    else column += 1;
  }
  return errors;
}

/** `[i][j]`: edits from `heard` after its first j words to `said` after its first i. */
function countEdits(said: readonly Word[], heard: readonly Word[]): readonly (readonly number[])[] {
  const keys = heard.map(keyOf);
  const edits: number[][] = [];
  edits[said.length] = Array.from({ length: keys.length + 1 }, (_none, at) => keys.length - at);
  for (let line = said.length - 1; line >= 0; line -= 1) {
    const below = edits[line + 1] ?? [];
    const reference = said[line];
    const row: number[] = [];
    row[keys.length] = said.length - line;
    for (let column = keys.length - 1; column >= 0; column -= 1) {
      const step = reference && keyOf(reference) === keys[column] ? 0 : 1;
      const edit = 1 + Math.min(below[column] ?? 0, row[column + 1] ?? 0);
      row[column] = Math.min(edit, step + (below[column + 1] ?? 0));
    }
    edits[line] = row;
  }
  return edits;
}
