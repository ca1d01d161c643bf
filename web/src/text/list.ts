/** What was typed into a field for several names: `Ana, Ben` → `['Ana', 'Ben']`, each once. */
export function splitNames(text: string): string[] {
  const names = text.split(/[,;\n]/).map((name) => name.trim().replace(/\s+/g, ' '));
  return [...new Set(names.filter(Boolean))];
}

/** `1 moment`, `2 moments`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** Up to two letters for an avatar. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase();
}

/** The parts of a text, each with a key: they never move on their own, so their place is who they are. */
export const keyed = <T>(parts: readonly T[]): (readonly [string, T])[] =>
  parts.map((part, place) => [`${place}`, part]);
