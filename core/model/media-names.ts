import type { MediaKind } from './media.ts';

/** Name of an original in the store: never the user's own. */
export const originalFileName = 'original';

/** Name of the caption file that came with a recording. */
export const captionsFileName = 'captions';

const endings = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mp4': 'm4a',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'text/vtt; charset=utf-8': 'vtt',
  'application/json': 'json',
} as const;
/** What a file that we made can be. */
export type MadeContentType = keyof typeof endings;

/** Name of a file that we made: `unique` is another for each, so that what a name holds never changes. */
export const madeFileName = (kind: MediaKind, unique: string, contentType: MadeContentType): string =>
  `${kind}-${unique}.${endings[contentType]}`;

/** What a person sees as the title when they gave none: the file's name without folder, ending and separators. */
export function titleFromFileName(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const withoutEnding = base.replace(/\.[^.]{1,8}$/, '');
  const words = withoutEnding
    .replace(/[_\s]+/g, ' ')
    // Control characters and direction overrides would let a name pose as another.
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 300);
  if (words === '') return 'Untitled session';
  const spaced = words.includes(' ') ? words : words.replace(/-+/g, ' ').trim();
  return spaced.charAt(0).toLocaleUpperCase('en') + spaced.slice(1);
}
