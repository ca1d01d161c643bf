import type { Chapter } from './session.ts';

export const minChapterSeconds = 120;
const maxTitleLength = 80;

/**
 * Chapters in order, inside the recording, each of at least two minutes, the first from the start. What is too
 * close to the one before it or to the end is left out; fewer than two chapters are none.
 */
export function tidyChapters(chapters: readonly Chapter[], durationSeconds: number): Chapter[] {
  const tidy: Chapter[] = [];
  const inOrder = chapters
    .map(({ startSeconds, title }) => ({ startSeconds, title: title.replace(/\s+/gu, ' ').trim() }))
    .filter(({ startSeconds, title }) => Number.isFinite(startSeconds) && title !== '')
    .sort((a, b) => a.startSeconds - b.startSeconds);
  for (const { startSeconds, title } of inOrder) {
    const last = tidy.at(-1);
    const start = last === undefined ? 0 : startSeconds;
    const isFarEnough = last === undefined || start - last.startSeconds >= minChapterSeconds;
    if (isFarEnough && start <= durationSeconds - minChapterSeconds)
      tidy.push({ startSeconds: start, title: title.slice(0, maxTitleLength).trim() });
  }
  return tidy.length < 2 ? [] : tidy;
}
