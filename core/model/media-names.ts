/** Name of an original in the store: never the user's own. */
export const originalFileName = 'original';

/** Name of the caption file that came with a recording; of a later one, the beginning of it. */
export const captionsFileName = 'captions';

/** Endings of the caption files that are read (`captions/parse.ts`), by which files are paired and chosen. */
export const captionEndings = ['.vtt', '.srt', '.sbv', '.ass', '.ssa'] as const;

/** Whether a file's name says that it holds captions. */
export function isCaptionsName(fileName: string): boolean {
  const name = fileName.toLowerCase();
  return captionEndings.some((ending) => name.endsWith(ending));
}

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
