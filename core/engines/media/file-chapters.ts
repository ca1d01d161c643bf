import { fileChapters } from '../../model/chapters.ts';
import type { Chapter } from '../../model/session.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { ProgramError } from '../programs/run.ts';
import { chapterOptions, parseChapters } from './ffprobe-answer.ts';
import { type MediaSource, shortEffort, type Toolbox } from './toolbox.ts';

/** The chapters of a file; none where they cannot be read: no reason to refuse a recording. */
export async function readChapters(
  source: MediaSource,
  durationSeconds: number | null,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<Chapter[]> {
  try {
    const { stdout } = await toolbox.ffprobe({ source, options: chapterOptions, effort: shortEffort }, run);
    return fileChapters(foundIn(stdout), durationSeconds);
  } catch (error) {
    if (error instanceof ProgramError && ['exit', 'output-limit'].includes(error.failure)) return [];
    throw error;
  }
}

function foundIn(stdout: string): ReturnType<typeof parseChapters> {
  try {
    return parseChapters(stdout);
  } catch {
    return [];
  }
}
