import { alignLines, linesOf } from './lines.ts';

/** A stretch of two texts that came from one: as both have it, or as the two cannot agree on. */
export type MergePart =
  | { readonly kind: 'agreed'; readonly lines: readonly string[] }
  | { readonly kind: 'contested'; readonly mine: readonly string[]; readonly theirs: readonly string[] };

/**
 * Two texts that were written from the same one, line by line (diff3: Khanna, Kunal, Pierce 2007): what only one of
 * them changed is taken, what both changed the same way too; the rest is contested. No line of either is lost.
 */
export function mergeTexts(base: string, mine: string, theirs: string): MergePart[] {
  const [origin, left, right] = [linesOf(base), linesOf(mine), linesOf(theirs)];
  const inLeft = new Map(alignLines(origin, left));
  const inRight = new Map(alignLines(origin, right));
  const parts: MergePart[] = [];
  let [o, a, b] = [0, 0, 0];
  for (let at = 0; at <= origin.length; at += 1) {
    const [l, r] = at === origin.length ? [left.length, right.length] : [inLeft.get(at), inRight.get(at)];
    if (l === undefined || r === undefined) continue;
    const [was, mineNow, theirsNow] = [origin.slice(o, at), left.slice(a, l), right.slice(b, r)];
    addPart(parts, resolve(was, mineNow, theirsNow));
    if (at < origin.length) addPart(parts, { kind: 'agreed', lines: origin.slice(at, at + 1) });
    [o, a, b] = [at + 1, l + 1, r + 1];
  }
  return parts;
}

function resolve(was: readonly string[], mine: readonly string[], theirs: readonly string[]): MergePart {
  if (areSame(mine, theirs) || areSame(was, theirs)) return { kind: 'agreed', lines: mine };
  if (areSame(was, mine)) return { kind: 'agreed', lines: theirs };
  return { kind: 'contested', mine, theirs };
}

const areSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, at) => line === b[at]);

/** Agreed lines that follow each other are one part. */
function addPart(parts: MergePart[], part: MergePart): void {
  const last = parts.at(-1);
  if (part.kind === 'contested') parts.push(part);
  else if (last?.kind === 'agreed')
    parts[parts.length - 1] = { kind: 'agreed', lines: [...last.lines, ...part.lines] };
  else if (part.lines.length > 0) parts.push(part);
}

export const choices = ['mine', 'theirs', 'both'] as const;
/** What a person takes of a contested part; `both`: theirs, then mine. */
export type Choice = (typeof choices)[number];

/** The merged text; `choose` is asked for each contested part with its place among all parts. */
export function joinParts(parts: readonly MergePart[], choose: (place: number) => Choice): string {
  return parts
    .flatMap((part, place) => {
      if (part.kind === 'agreed') return part.lines;
      const chosen = choose(place);
      return chosen === 'both' ? [...part.theirs, ...part.mine] : part[chosen];
    })
    .join('\n');
}
