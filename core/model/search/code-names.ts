import type { Token } from './tokenise.ts';

/** What holds the parts of a name together: `I/O`, `v1.2.3`, `E_CONNRESET`, `s3://bucket`, `e-mail`. */
const glue = /^(?:[-._/\\:@&+#~\u2010\u2011]|:\/\/|\/\/|::|->|:\\)$/u;
const number = /^\d+$/;
/** Longer ones are addresses and paths. */
const mostParts = 8;

/**
 * Gives the first part of a name the name in one. Only where a part is so short, or a number, that the parts alone
 * say too little: `node.js` is also `nodejs`, `docker-compose` is two words.
 */
export function joinNames(text: string, tokens: Token[]): Token[] {
  for (let first = 0; first + 1 < tokens.length; first += 1) {
    const last = lastPart(text, tokens, first);
    if (last === first) continue;
    const parts = tokens.slice(first, last + 1);
    const head = parts[0];
    if (head !== undefined && parts.length <= mostParts && parts.some(saysLittle))
      tokens[first] = { ...head, name: { word: nameOf(parts), parts: parts.length } };
    first = last;
  }
  return tokens;
}

function lastPart(text: string, tokens: readonly Token[], first: number): number {
  let last = first;
  for (;;) {
    const token = tokens[last];
    const next = tokens[last + 1];
    if (token === undefined || next === undefined || token.isCharacter || next.isCharacter) return last;
    const gap = next.start - token.end;
    if (gap === 0 || gap > 3 || !glue.test(text.slice(token.end, next.start))) return last;
    last += 1;
  }
}

const saysLittle = ({ word }: Token): boolean => word.length <= 2 || number.test(word);

/** Numbers stay apart: `3.5` is not `35`. */
function nameOf(parts: readonly Token[]): string {
  return parts.reduce((name, { word }) => {
    const isBetweenNumbers = /\d$/.test(name) && /^\d/.test(word);
    return `${name}${isBetweenNumbers ? '.' : ''}${word}`;
  }, '');
}
