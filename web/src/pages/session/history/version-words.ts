import type { TranscriptDiff, TranscriptVersion } from '../../../../../core/api/transcripts.ts';
import { count } from '../../../text/list.ts';

/** Who a version is by. */
export function titleOf({ origin, author, engine }: TranscriptVersion): string {
  if (origin === 'person') return author?.name ?? 'Somebody who has left';
  if (origin === 'merged') return 'New automatic text, corrections kept';
  return engine === 'captions' || engine === 'subtitles' ? 'Captions' : 'Automatic text';
}

/** ` (+3)`: how many words more or fewer than in the version before. */
export function differenceOf(
  { words }: Pick<TranscriptVersion, 'words'>,
  before: Pick<TranscriptVersion, 'words'> | undefined,
): string {
  if (!before || before.words === words) return '';
  return words > before.words ? ` (+${words - before.words})` : ` (−${before.words - words})`;
}

type DiffLine = TranscriptDiff['lines'][number];

const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** What a version changed, in words: `2 lines: 3 words added, 1 word removed`. */
export function summaryOf(lines: readonly DiffLine[]): string {
  const changed = lines.filter(({ kind }) => kind !== 'kept');
  if (changed.length === 0) return 'Nothing was changed in the text.';
  let added = 0;
  let removed = 0;
  for (const line of changed)
    if (line.kind === 'added') added += wordsIn(line.after.text);
    else if (line.kind === 'removed') removed += wordsIn(line.before.text);
    else if (line.kind === 'changed')
      for (const { kind, text } of line.pieces) {
        if (kind === 'added') added += wordsIn(text);
        if (kind === 'removed') removed += wordsIn(text);
      }
  const words = [
    added > 0 && `${count(added, 'word')} added`,
    removed > 0 && `${count(removed, 'word')} removed`,
  ].filter(Boolean);
  return `${count(changed.length, 'line')}: ${words.join(', ') || 'the same words'}`;
}

/** A line that changed, or how many in a row did not. */
export type Stretch =
  | { readonly kind: 'same'; readonly lines: number; readonly key: number }
  | { readonly kind: 'line'; readonly line: DiffLine; readonly key: number };

/** The changed lines with one line around them; what lies between is counted. */
export function stretchesOf(lines: readonly DiffLine[]): Stretch[] {
  const isChange = (at: number) => lines[at] !== undefined && lines[at].kind !== 'kept';
  const stretches: Stretch[] = [];
  lines.forEach((line, at) => {
    if (isChange(at - 1) || isChange(at) || isChange(at + 1)) {
      stretches.push({ kind: 'line', line, key: at });
      return;
    }
    const last = stretches.at(-1);
    if (last?.kind === 'same') stretches[stretches.length - 1] = { ...last, lines: last.lines + 1 };
    else stretches.push({ kind: 'same', lines: 1, key: at });
  });
  return stretches;
}
