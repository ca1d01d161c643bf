import type { MediaKind } from './media.ts';

/** Name of an original in the store: never the user's own. */
export const originalFileName = 'original';

/** Name of the caption file that came with a recording; of a later one, the beginning of it. */
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

export const madeContentTypes: readonly string[] = Object.keys(endings);

/** Name of a file that we made: `unique` is another for each, so that what a name holds never changes. */
export const madeFileName = (kind: MediaKind, unique: string, contentType: MadeContentType): string =>
  `${kind}-${unique}.${endings[contentType]}`;

/** Endings of the caption files that are read (`captions/parse.ts`), by which files are paired and chosen. */
export const captionEndings = ['.vtt', '.srt', '.sbv', '.ass', '.ssa'] as const;

/** Whether a file's name says that it holds captions. */
export function isCaptionsName(fileName: string): boolean {
  const name = fileName.toLowerCase();
  return captionEndings.some((ending) => name.endsWith(ending));
}

/** What a person sees as the title when they gave none: the file's name without folder, day, ending and separators. */
export function titleFromFileName(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const name = withoutEnding(base)
    .replace(/[_\s]+/g, ' ')
    // Control characters and direction overrides would let a name pose as another; Persian words and emoji are
    // spelled with the joiners U+200C and U+200D.
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu, '')
    .trim();
  const words = name.replace(/^\d{4}-?\d{2}-?\d{2}(?!\d)[\s-]*/, '').slice(0, 300) || name;
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(words)) return 'Untitled session';
  const spaced = words.includes(' ') ? words : words.replace(/-+/g, ' ').trim();
  return spaced.charAt(0).toLocaleUpperCase('en') + spaced.slice(1);
}

/** The day that a file's name begins with, as meeting programs write it: `2026-03-12`; `null` where it does not. */
export function dayInFileName(fileName: string): string | null {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const [, year, month, day] = /^(?:GMT|video)?(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(base) ?? [];
  const text = `${year}-${month}-${day}`;
  return year !== undefined && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** Of captions also without what says of which kind they are: `talk.en.vtt`, `talk.transcript.vtt`. */
function withoutEnding(base: string): string {
  const name = base.replace(/\.[^.]{1,8}$/, '');
  return isCaptionsName(base) ? name.replace(/\.(transcript|[a-z]{2,3}(-[a-z0-9]{2,8})?)$/i, '') : name;
}
