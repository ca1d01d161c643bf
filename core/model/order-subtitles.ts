import type { SubtitleStream } from './media.ts';

/** Reading a track reads the whole file; who has more empty ones than that is transcribed. */
const mostTries = 5;

const primary = (language: string): string => language.toLowerCase().split('-')[0] ?? '';

/** Better ones have lower numbers. */
function rank({ language, isDefault, isForced }: SubtitleStream, wanted: string | null): number {
  const isWanted = wanted !== null && language !== null && primary(language) === primary(wanted);
  return (isForced ? 4 : 0) + (isWanted ? 0 : 2) + (isDefault ? 0 : 1);
}

/**
 * The text tracks of a recording in the order in which they are tried: whole ones before those that hold only
 * what is said in another language, then the language that a person gave, then what a player would show, then
 * as they stand in the file.
 */
export function orderSubtitles(
  tracks: readonly SubtitleStream[],
  wanted: string | null,
): readonly SubtitleStream[] {
  const ordered = [...tracks].sort((a, b) => rank(a, wanted) - rank(b, wanted) || a.index - b.index);
  return ordered.slice(0, mostTries);
}
