import type { MediaProbe } from '../model/media.ts';
import type { MediaPlan } from '../model/media-plan.ts';
import type { Segment } from '../model/transcript.ts';

export interface MediaRun {
  readonly signal: AbortSignal;
  /** An empty folder of this run on this machine; the caller removes it. */
  readonly scratchDir: string;
  /** From 0 to 1 of this call; may be called as often as the tool likes. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface Rendition {
  readonly kind: 'video' | 'audio';
  /** In `scratchDir`. */
  readonly path: string;
  readonly contentType: string;
  /** Measured from the file that was written. */
  readonly durationSeconds: number;
  /** After rotation; `null` for audio. */
  readonly width: number | null;
  readonly height: number | null;
  /** What was done in the end; differs from what was asked when a copy turned out not to play. */
  readonly plan: MediaPlan;
  /** What is wrong with the recording, as sentences for the champion. */
  readonly warnings: readonly string[];
}

/**
 * Reads and converts recordings, treating every one as hostile (../../docs/decisions.md, "The media gate").
 * Engine: ffmpeg. Contract: test/contract/media-tools.ts
 * Time 0 of everything it makes is the earliest time stamp of the original: rendition, WAV and subtitles agree.
 * Throws PermanentError with a sentence for the champion when the recording cannot be used.
 */
export interface MediaTools {
  /** Whether the first 4 KiB of a file (or all of a shorter one) are those of a recording we can read. */
  recognises(head: Uint8Array): boolean;
  /** Sniffs the container, forces its demuxer and measures the streams. */
  probe(path: string, run: MediaRun): Promise<MediaProbe>;
  /** Carries out `planRenditions`. A copy that turns out not to play is encoded instead, and says so. */
  render(path: string, probe: MediaProbe, plan: MediaPlan, run: MediaRun): Promise<Rendition>;
  /** One frame of the recording as JPEG, at most 1280 wide; `null` when there is no picture. */
  poster(path: string, probe: MediaProbe, run: MediaRun): Promise<string | null>;
  /** First audio stream as 16 kHz mono s16le WAV on the player's time line; `null` when there is no sound. */
  wav(
    path: string,
    probe: MediaProbe,
    run: MediaRun,
  ): Promise<{ readonly path: string; readonly durationSeconds: number } | null>;
  /** The best text subtitle track that has text, as segments (`orderSubtitles`); `null` when there is none. */
  subtitles(
    path: string,
    probe: MediaProbe,
    run: MediaRun,
    /** BCP 47 of what is spoken, where a person has said it. */
    language?: string | null,
  ): Promise<{ readonly language: string | null; readonly segments: readonly Segment[] } | null>;
  /** Missing programs and protections, as sentences; empty when all is well. */
  diagnose(): Promise<readonly string[]>;
}
