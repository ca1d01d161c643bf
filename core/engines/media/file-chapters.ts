import { fileChapters } from '../../model/chapters.ts';
import type { Chapter } from '../../model/session.ts';
import { parseChapters } from './ffprobe-answer.ts';

/** The chapters in ffprobe's answer; none where they cannot be read: no reason to refuse a recording. */
export function chaptersIn(stdout: string, durationSeconds: number | null): Chapter[] {
  try {
    return fileChapters(parseChapters(stdout), durationSeconds);
  } catch {
    return [];
  }
}
