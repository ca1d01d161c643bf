import { meaning as numbers } from './meaning.ts';

/** The sum of 1 / (k + rank) over the lists that name it; who is high in several lists is higher. */
function reciprocalRanks(lists: readonly (readonly string[])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const list of lists)
    list.forEach((one, at) => {
      sums.set(one, (sums.get(one) ?? 0) + 1 / (numbers.k + at + 1));
    });
  return sums;
}

/** All of the lists, once each, by reciprocal rank; equals in the order of the first list. */
export function fuseRanks(lists: readonly (readonly string[])[]): string[] {
  const sums = reciprocalRanks(lists);
  return [...sums.keys()].sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0));
}

export interface FoundLists {
  /** Sessions with words of the query, best first. */
  readonly words: readonly string[];
  /** How well the best of them match, about 1 when every word is said. */
  readonly scores: ReadonlyMap<string, number>;
  /** Sessions that mean the same, best first. */
  readonly meaning: readonly string[];
}

export interface FusedSessions {
  readonly order: readonly string[];
  /** Of these, who was found by meaning alone. */
  readonly added: readonly string[];
}

/**
 * One order of both. Who typed what is said wants to find that: the first session that holds the words stays first,
 * and all that hold them come before those that only mean the same, which matter when words find little.
 */
export function fuseSessions({ words, scores, meaning }: FoundLists): FusedSessions {
  const known = new Set(words);
  const holds = (id: string | undefined) => id !== undefined && (scores.get(id) ?? 0) >= numbers.heldFrom;
  const holding = words.filter(holds);
  const most = Math.max(numbers.fewSessions, numbers.enoughSessions - holding.length);
  const added = meaning.filter((id) => !known.has(id)).slice(0, most);
  const isListed = new Set([...words, ...added]);
  const listed = meaning.filter((id) => isListed.has(id));
  const first = holding.slice(0, words[0] === holding[0] ? 1 : 0);
  const order = [...first, ...fuseRanks([words, listed]).filter((id) => id !== first[0])];
  const isHeld = new Set(holding);
  return {
    order: [...order.filter((id) => isHeld.has(id)), ...order.filter((id) => !isHeld.has(id))],
    added,
  };
}
