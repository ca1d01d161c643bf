/** Keeps the cookie that remembers it below the 4 KiB that browsers take. */
const maxCharacters = 1000;
const anywhere = 'http://brownbag.invalid';

/**
 * The path of this site that `to` names, as a browser reads it (WHATWG URL: tabs and line ends vanish,
 * `\` is `/`, dots are resolved); the home page for anything that leads, or could lead, elsewhere.
 */
export function returnPath(to: string | undefined): string {
  if (!to?.startsWith('/') || !URL.canParse(to, anywhere)) return '/';
  const { origin, pathname, search, hash } = new URL(to, anywhere);
  const path = `${pathname}${search}${hash}`;
  return origin === anywhere && !path.startsWith('//') && path.length <= maxCharacters ? path : '/';
}
