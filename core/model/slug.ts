/**
 * A readable part for URLs: lower case, letters and digits of any script, words joined by `-`.
 * Empty input gives `session`. At most 80 characters.
 */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('-')
    .slice(0, 80)
    .replace(/-$/, '');
  return words || 'session';
}
