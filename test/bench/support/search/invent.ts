import type { Passage } from '../../../../core/model/search/passages.ts';
import { seededRandom } from '../../../support/random.ts';
import type { Talk } from './talks.ts';

const pieceWords = { least: 10, most: 18 } as const;
const passageWords = 100;
const passageSeconds = 34;
/** Each talk says so many names that no other says, so that the vocabulary grows as it does in life. */
const namesOfTalk = 30;
const syllables =
  'ba ke lo mi nu ra se to vi zu dar fen gol hin jur lam mer nos pil qua rus sil tor ven wex'.split(' ');

/**
 * Talks put together from pieces of 10 to 18 words of given ones, and invented names, until there are about
 * `passages` passages. Pieces stand backwards: no phrase of a given talk is said a second time, or a query for it would
 * have several right answers. The same for the same talks.
 */
export function* inventTalks(talks: readonly Talk[], passages: number): Generator<Talk> {
  const random = seededRandom(20_261_121);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const name = () => Array.from({ length: 3 + Math.floor(random() * 2) }, () => pick(syllables)).join('');
  const pieces = piecesOf(talks, random);
  for (let made = 0, number = 1; made < passages; number += 1) {
    const length = Math.min(pick(talks)?.passages.length ?? 1, passages - made);
    const names = Array.from({ length: namesOfTalk }, name);
    const said = Array.from({ length }, (_, at): Passage => {
      const words = [`${pick(names)}`];
      while (words.length < passageWords) words.push(...(pick(pieces) ?? []));
      const startSeconds = at * passageSeconds;
      const endSeconds = startSeconds + passageSeconds;
      return { startSeconds, endSeconds, speaker: null, text: words.join(' '), clock: [] };
    });
    const title = `${pick(talks)?.title.split(' ').slice(-3).join(' ')} ${names[0]}`;
    yield { name: `invented-${number}`, title, speakers: [`${names[1]} ${names[2]}`], passages: said };
    made += length;
  }
}

function piecesOf(talks: readonly Talk[], random: () => number): string[][] {
  const pieces: string[][] = [];
  for (const { text } of talks.flatMap((talk) => talk.passages)) {
    const words = text.split(/\s+/u);
    const span = pieceWords.most - pieceWords.least + 1;
    for (let from = 0; from + pieceWords.least <= words.length; ) {
      const size = pieceWords.least + Math.floor(random() * span);
      pieces.push(words.slice(from, from + size).reverse());
      from += size;
    }
  }
  return pieces;
}
