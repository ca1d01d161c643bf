import { tidyText } from './captions/cue-text.ts';
import type { Chapter } from './session.ts';

/** That people, or a file, may give a recording. */
export const mostChapters = 200;
export const longestChapterTitle = 120;

export const minChapterSeconds = 120;
const maxTitleLength = 80;
/** A slide is turned a little before or after its subject is named. */
const snapSeconds = 10;

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

/**
 * Moves each chapter but the first to the nearest slide change within 10 s, where that leaves every chapter its
 * two minutes. Chapters that stand on slide changes stay: it may be done again.
 */
export function snapChapters(
  chapters: readonly Chapter[],
  slideChanges: readonly number[],
  durationSeconds: number,
): Chapter[] {
  const snapped: Chapter[] = [];
  for (const [index, chapter] of chapters.entries()) {
    const earliest = (snapped.at(-1)?.startSeconds ?? 0) + minChapterSeconds;
    const latest = (chapters[index + 1]?.startSeconds ?? durationSeconds) - minChapterSeconds;
    const distance = (seconds: number) => Math.abs(seconds - chapter.startSeconds);
    const [nearest] = slideChanges
      .filter((seconds) => distance(seconds) <= snapSeconds && seconds >= earliest && seconds <= latest)
      .sort((a, b) => distance(a) - distance(b));
    snapped.push(index === 0 || nearest === undefined ? chapter : { ...chapter, startSeconds: nearest });
  }
  return snapped;
}

/**
 * The chapters that a file has, as people made them: in order, inside the recording, the one that it begins in from 0.
 * Nameless ones are numbered. Fewer than two are none; after 200 the rest is the last one's.
 */
export function fileChapters(
  found: readonly { readonly startSeconds: number | null; readonly title: string }[],
  durationSeconds: number | null,
): Chapter[] {
  const starts = new Map<number, Chapter>();
  const inOrder = found
    .flatMap(({ startSeconds, title }) => (startSeconds === null ? [] : [{ startSeconds, title }]))
    .sort((a, b) => a.startSeconds - b.startSeconds);
  for (const { startSeconds, title } of inOrder) {
    const start = Math.max(0, startSeconds);
    if (start < (durationSeconds ?? Number.POSITIVE_INFINITY))
      starts.set(start, { startSeconds: start, title: cutTitle(title) });
  }
  const chapters = [...starts.values()]
    .slice(0, mostChapters)
    .map((chapter, at) => (chapter.title === '' ? { ...chapter, title: `Chapter ${at + 1}` } : chapter));
  return chapters.length < 2 ? [] : chapters;
}

const cutTitle = (title: string): string =>
  tidyText(title)
    .slice(0, longestChapterTitle)
    .replace(/\p{Cs}$/u, '')
    .trim();
