/**
 * A readable part for URLs: lower case, letters and digits of any script, words joined by `-`.
 * Accents fall away. Empty input gives `session`. At most 80 characters.
 */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    // Accents only: the vowel signs of many scripts are marks too.
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .join('-');
  return withinWords(words) || 'session';
}

const longest = 80;

/** Cut between two words where there are any. */
function withinWords(slug: string): string {
  if (slug.length <= longest) return slug;
  const cut = slug.slice(0, longest);
  if (slug[longest] === '-') return cut;
  return cut.includes('-') ? cut.slice(0, cut.lastIndexOf('-')) : cut;
}
