import { questionWords } from '../../../../core/model/search/stop-words.ts';
import { wordsOf } from '../../../../core/model/search/tokenise.ts';
import type { Concordance, Place } from './concordance.ts';
import { inflect, slip } from './slips.ts';

interface Draw {
  readonly place: Place;
  readonly concordance: Concordance;
  random(): number;
}

interface Made {
  readonly q: string;
  /** The words behind it, as they are said. */
  readonly said: readonly string[];
}

/** `null` when the passage does not give such a query. */
export type Maker = (draw: Draw) => Made | null;

const frames = [
  'how do you # and #?',
  'what did they say about # and the #?',
  'why would anyone # with the #?',
  'can you show me how # is done for #?',
  'where do I find something about # or #?',
];
const fillers: ReadonlySet<string> = new Set(
  'like just really actually basically literally kind sort gonna yeah okay well right know mean think'.split(
    ' ',
  ),
);

const atLeast = (letters: number) => (word: string) => word.length >= letters;

/** Some telling words of the passage, drawn by chance. */
function someWords({ place, concordance, random }: Draw, least: number, most: number): string[] | null {
  const words = concordance.tellingWords(place);
  const wanted = least + Math.floor(random() * (most - least + 1));
  if (words.length < wanted) return null;
  return words
    .map((word) => ({ word, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, wanted)
    .map(({ word }) => word);
}

const exact: Maker = (draw) => {
  const said = someWords(draw, 3, 5);
  return said && { q: said.join(' '), said };
};

/** A letter left out, doubled, replaced or swapped in so many of the words. */
function misspelt(
  draw: Draw,
  { slips, letters }: { readonly slips: number; readonly letters: number },
): Made | null {
  const said = someWords(draw, 3, 4);
  const long = said?.filter(atLeast(letters)).slice(0, slips) ?? [];
  if (said === null || long.length < slips) return null;
  return { q: said.map((word) => (long.includes(word) ? slip(word, draw.random) : word)).join(' '), said };
}

const typo: Maker = (draw) => misspelt(draw, { slips: 1, letters: 5 });

/** The last word, which is long enough for it, and the beginning that is typed so far. */
function halfTyped(
  draw: Draw,
): { readonly said: string[]; readonly before: string[]; readonly begun: string } | null {
  const said = someWords(draw, 3, 4);
  const last = said?.findLast(atLeast(6));
  if (said === null || last === undefined) return null;
  const before = said.filter((word) => word !== last);
  const letters = Math.max(4, Math.ceil(last.length * (0.5 + draw.random() * 0.3)));
  return { said, before, begun: last.slice(0, letters) };
}

const prefix: Maker = (draw) => {
  const half = halfTyped(draw);
  return half && { q: [...half.before, half.begun].join(' '), said: half.said };
};

const question: Maker = (draw) => {
  const said = someWords(draw, 3, 4);
  const frame = frames[Math.floor(draw.random() * frames.length)];
  if (said === null || frame === undefined) return null;
  const q = frame.replace('#', said.slice(0, -1).join(' ')).replace('#', said.at(-1) ?? '');
  return { q, said };
};

const morph: Maker = (draw) => {
  const said = someWords(draw, 3, 4);
  const changed = said?.map((word) => inflect(word)) ?? [];
  if (said === null || changed.every((word, at) => word === said[at])) return null;
  return { q: changed.join(' '), said };
};

/** So many words as they stand in the passage, from somewhere. */
function stretch({ place, random }: Draw, least: number, most: number): string[] {
  const size = least + Math.floor(random() * (most - least + 1));
  const from = Math.floor(random() * Math.max(1, place.words.length - size));
  return place.words.slice(from, from + size);
}

const isTelling = (word: string): boolean => !questionWords.has(word) && !fillers.has(word);

const phrase: Maker = (draw) => {
  const said = stretch(draw, 4, 6);
  return said.filter(isTelling).length < 3 ? null : { q: `"${said.join(' ')}"`, said };
};

const title: Maker = (draw) => {
  const { talk } = draw.place;
  const [rarest] = wordsOf(talk.title)
    .filter((word) => /^[a-z]{4,}$/.test(word) && !questionWords.has(word))
    .sort((a, b) => (draw.concordance.counts.get(a) ?? 0) - (draw.concordance.counts.get(b) ?? 0));
  const said = someWords(draw, 2, 3);
  return rarest === undefined || said === null ? null : { q: [rarest, ...said].join(' '), said };
};

const joined: Maker = (draw) => {
  const telling = new Set(draw.concordance.tellingWords(draw.place));
  const { words } = draw.place;
  const pairs = words.slice(1).flatMap((next, at) => {
    const before = words[at] ?? '';
    return telling.has(before) && telling.has(next) ? [[before, next] as const] : [];
  });
  const pair = pairs[Math.floor(draw.random() * pairs.length)];
  const others = someWords(draw, 2, 2)?.filter((word) => !pair?.includes(word)) ?? [];
  if (pair === undefined || others.length === 0) return null;
  return { q: [pair.join(''), ...others].join(' '), said: [...pair, ...others] };
};

/** Half a sentence from memory, without its fillers and one of its words. */
const remembered: Maker = (draw) => {
  const said = stretch(draw, 7, 10).filter((word) => !fillers.has(word));
  if (said.filter(isTelling).length < 3) return null;
  const forgotten = Math.floor(draw.random() * said.length);
  const q = said.filter((_, at) => at !== forgotten).join(' ');
  return { q, said };
};

/** Two slips in one query. */
const careless: Maker = (draw) => misspelt(draw, { slips: 2, letters: 5 });

/** A slip in the word that is still being typed. */
const hasty: Maker = (draw) => {
  const half = halfTyped(draw);
  if (half === null || half.begun.length < 5) return null;
  return { q: [...half.before, slip(half.begun, draw.random)].join(' '), said: half.said };
};

/** A word that nobody says among those that are said. */
const mistaken: Maker = (draw) => {
  const said = someWords(draw, 3, 4);
  const elsewhere = draw.concordance.places[Math.floor(draw.random() * draw.concordance.places.length)];
  const other = elsewhere && draw.concordance.tellingWords(elsewhere)[0];
  return said === null || other === undefined ? null : { q: [other, ...said].join(' '), said };
};

/** The eight classes that the engine was designed with, then four of what people do besides. */
export const makers: Readonly<Record<string, Maker>> = {
  ...{ exact, typo, prefix, question, morph, phrase, title, joined },
  ...{ remembered, careless, hasty, mistaken },
};
