/** `?q=a&t=1` → `{ q: 'a', t: '1' }`: every value is text, as people read and write URLs. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The reverse; leaves out what is undefined or empty. */
export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if ((typeof value === 'string' && value !== '') || typeof value === 'number')
      query.set(name, String(value));
  return query.size > 0 ? `?${query}` : '';
}

/** A path of this site to go back to after sign-in; anything that could lead elsewhere becomes the home page. */
export function safeReturnPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : '/';
}
