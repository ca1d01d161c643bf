const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The word with one letter left out, added, replaced or swapped with the next; never the first. */
export function slip(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = letters[Math.floor(random() * letters.length)] ?? 'e';
  const [before, after] = [word.slice(0, at), word.slice(at)];
  const slips = [
    before + after.slice(1),
    before + letter + after,
    before + letter + after.slice(1),
    `${before}${after[1]}${after[0]}${after.slice(2)}`,
  ];
  const made = slips[Math.floor(random() * slips.length)] ?? word;
  return made === word ? before + after.slice(1) : made;
}

/** Another form of an English word: its plural or singular, its -ing or without. */
export function inflect(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return `${word}es`;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/s$/.test(word)) return word.slice(0, -1);
  if (/[^aeiou]ing$/.test(word) && word.length > 6) return `${word.slice(0, -3)}s`;
  if (/ed$/.test(word) && word.length > 5) return `${word.slice(0, -2)}ing`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:x|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}
