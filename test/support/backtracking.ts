/**
 * Why a regular expression may try ways to match whose number doubles with every few characters, or `null`. (What is
 * repeated side by side, as in `a*a*b`, takes the square of the time, and is left to tests of growth.) Two rules,
 * which are stricter than needed and easy to keep:
 * - what is repeated without end inside of something that is repeated without end begins each time with a character that
 *   the inner repetition cannot take: `(?:,\s*\d+)*`, not `(?:\s*\d+)*`;
 * - alternatives that are repeated without end begin with different characters: `(?:a|b)*`, not `(?:\w|a)*`.
 */
export function backtracks({ source, flags }: Pick<RegExp, 'source' | 'flags'>): string | null {
  const taken = (atom: string): string[] => {
    const single = new RegExp(`^(?:${atom})$`, flags.replace(/[gyd]/g, ''));
    return samples.filter((character) => single.test(character));
  };
  const isShared = (a: string, b: string) => taken(a).some((character) => taken(b).includes(character));
  for (const { body } of repeatedGroups(source)) {
    const alternatives = splitAlternatives(body);
    const firsts = alternatives.map((alternative) => atomsOf(alternative)[0]);
    for (const [at, alternative] of alternatives.entries()) {
      const first = firsts[at];
      if (first === undefined) return `(${body})* repeats nothing`;
      const isOptional = /^[*?]|^\{0/.test(first.quantifier);
      const inner = unboundedIn(alternative);
      if (inner.some(({ atom }) => isOptional || isShared(atom, first.atom)))
        return `(${body})* has a repetition inside that may take its beginning`;
      if (firsts.slice(0, at).some((other) => other !== undefined && isShared(other.atom, first.atom)))
        return `(${body})* has alternatives that begin with the same character`;
    }
  }
  return null;
}

const samples = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)).concat([
  ...'ßſK東京ー。 \u3000\u200b\u0301\u0e31กアー한😀\u2028\ufeff“”',
]);

const isUnbounded = (quantifier: string): boolean => /^(?:[*+]|\{\d+,\})/.test(quantifier);

interface Atom {
  readonly atom: string;
  readonly quantifier: string;
}

/** One piece of a pattern: a class, an escape, a group to its end, or a character; then how often. */
function atomsOf(pattern: string): Atom[] {
  const atoms: Atom[] = [];
  for (let at = 0; at < pattern.length; ) {
    const end = endOfAtom(pattern, at);
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(pattern.slice(end))?.[0] ?? '';
    const atom = pattern.slice(at, end);
    // What only looks around, or at where it is, takes no character.
    if (!/^(?:\(\?<?[=!]|[\^$|]$|\\[bB]$)/.test(atom)) atoms.push({ atom, quantifier });
    at = end + quantifier.length;
  }
  return atoms;
}

/** Whatever is repeated without end in it, however deep. */
const unboundedIn = (pattern: string): Atom[] =>
  atomsOf(pattern).flatMap((one) => [
    ...(isUnbounded(one.quantifier) ? [one] : []),
    ...(one.atom.startsWith('(') ? splitAlternatives(bodyOf(one.atom)).flatMap(unboundedIn) : []),
  ]);

function endOfAtom(pattern: string, start: number): number {
  if (pattern[start] === '\\')
    return (
      start +
      (/^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|k<[^>]*>|.)/iu.exec(pattern.slice(start))?.[0]
        .length ?? 1)
    );
  if (pattern[start] === '[') {
    let end = start + 1;
    while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  if (pattern[start] !== '(') return start + 1;
  let end = start + 1;
  while (end < pattern.length && pattern[end] !== ')') end = endOfAtom(pattern, end);
  return end + 1;
}

const bodyOf = (group: string): string => group.slice(0, -1).replace(/^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/, '');

/** Groups that are repeated without end, wherever they stand. */
function repeatedGroups(pattern: string): { readonly body: string }[] {
  const groups: { readonly body: string }[] = [];
  for (let at = 0; at < pattern.length; ) {
    const end = endOfAtom(pattern, at);
    const atom = pattern.slice(at, end);
    if (atom.startsWith('(')) {
      const body = bodyOf(atom);
      if (isUnbounded(pattern.slice(end))) groups.push({ body });
      groups.push(...repeatedGroups(body));
    }
    at = end;
  }
  return groups;
}

function splitAlternatives(body: string): string[] {
  const parts = [''];
  for (let at = 0; at < body.length; ) {
    const end = endOfAtom(body, at);
    if (body[at] === '|') parts.push('');
    else parts.push((parts.pop() ?? '') + body.slice(at, end));
    at = end;
  }
  return parts;
}
