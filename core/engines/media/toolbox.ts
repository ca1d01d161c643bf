import { encodingSeconds } from '../../model/media-plan.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import type { ProgramOutput } from '../programs/run.ts';
import type { Container } from './sniff.ts';

/** Bounds of what is made of one recording. */
export interface MediaLimits {
  /** Longer recordings are cut here. */
  readonly durationSeconds: number;
  /** Largest file that is written. */
  readonly outputBytes: number;
}

/** How hard a call may work. Both ends: processor time by the kernel, wall clock by us. */
export interface Effort {
  readonly cpuSeconds: number;
  readonly timeoutMs: number;
}

export interface MediaSource {
  readonly path: string;
  readonly container: Container;
}

/** One call of ffmpeg: one input through the gate, one output of ours. */
export interface FfmpegCall {
  readonly source: MediaSource;
  /** Before `-i`, after the gate. */
  readonly inputOptions?: readonly string[];
  readonly outputOptions: readonly string[];
  /** Path of the file that is written; `null`: nothing is (`-f null -`) or it goes to stdout. */
  readonly outputPath: string | null;
  readonly effort: Effort;
  readonly logLevel?: 'error' | 'warning';
  readonly onLine?: (line: string) => void;
  /** Instead of lines: the pieces of stdout as they come, `stdoutBytes` at most. */
  readonly onBytes?: (piece: Buffer) => void;
  readonly stdoutBytes?: number;
}

export interface FfprobeCall {
  readonly source: MediaSource;
  readonly options: readonly string[];
  readonly effort: Effort;
}

/** What the steps (probe, render, poster…) are made of. Every call has all protections. */
export interface Toolbox {
  readonly threads: number;
  readonly limits: MediaLimits;
  ffmpeg(call: FfmpegCall, run: MediaRun): Promise<ProgramOutput>;
  ffprobe(call: FfprobeCall, run: MediaRun): Promise<ProgramOutput>;
}

/** For calls that look at a few megabytes. */
export const shortEffort: Effort = { cpuSeconds: 60, timeoutMs: 120_000 };

/** For calls that read a whole recording without decoding pictures; 1000 x real time is usual. */
export function readingEffort(durationSeconds: number): Effort {
  return { cpuSeconds: 600 + durationSeconds / 10, timeoutMs: (1800 + durationSeconds) * 1000 };
}

/** For calls that decode every picture and keep none: 0.02 to 0.15 CPU-seconds a second of media up to 1080p. */
export function decodingEffort(durationSeconds: number): Effort {
  return { cpuSeconds: 600 + 2 * durationSeconds, timeoutMs: (1800 + 2 * durationSeconds) * 1000 };
}

/**
 * For x264: 0.2 to 0.6 CPU-seconds a second of media were measured, 5.7 for 4K HEVC of high dynamic range and 60 frames
 * a second that becomes 1080p. The stages that encode have their time limit from `encodingSeconds` too.
 */
export function encodingEffort(durationSeconds: number): Effort {
  return { cpuSeconds: 600 + 8 * durationSeconds, timeoutMs: encodingSeconds(durationSeconds) * 1000 };
}
