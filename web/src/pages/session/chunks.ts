import type { Segment } from '../../../../core/model/transcript.ts';

/** Lines that come and are laid out together: few enough for one frame, so many that the browser watches only hundreds. */
export const chunkLines = 25;

export const chunkOf = (line: number): number => Math.floor(line / chunkLines);

/** The line, where it is one of the chunk's that begins with line `from`, else `-1`. */
export const within = (from: number, line: number): number =>
  line >= from && line < from + chunkLines ? line : -1;

/** Letters of a row in the panel beside the player. */
const rowLetters = 42;
/** Above and below a line's text, and the name of who begins to speak (transcript.module.css). */
const paddingPx = 12;
const speakerPx = 29;

/** About how high the chunk is that begins with line `from`, in CSS: what it keeps free until it is laid out. */
export function estimateHeight(segments: readonly Segment[], from: number): string {
  const lines = segments.slice(from, from + chunkLines);
  const rows = lines.reduce((sum, { text }) => sum + Math.max(1, Math.ceil(text.length / rowLetters)), 0);
  const speakers = lines.filter(
    ({ speaker }, at) => speaker !== null && speaker !== segments[from + at - 1]?.speaker,
  ).length;
  return `calc(${rows}lh + ${lines.length * paddingPx + speakers * speakerPx}px)`;
}

/** The chunks that are not there yet, nearest to one of them first, at most so many. */
export function nextChunks(
  arrived: ReadonlySet<number>,
  { count, near, most }: { readonly count: number; readonly near: number; readonly most: number },
): number[] {
  const next: number[] = [];
  for (let distance = 0; distance < count && next.length < most; distance += 1)
    for (const chunk of new Set([near + distance, near - distance]))
      if (chunk >= 0 && chunk < count && !arrived.has(chunk)) next.push(chunk);
  return next.slice(0, most);
}
