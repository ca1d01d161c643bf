import type { ChannelLevels } from '../model/channels/meter.ts';
import type { MediaProbe } from '../model/media.ts';
import type { RenditionStep } from '../model/media-plan.ts';
import type { Storyboard } from '../model/storyboard.ts';
import type { Segment } from '../model/transcript.ts';

export interface MediaRun {
  readonly signal: AbortSignal;
  /** An empty folder of this run on this machine; the caller removes it. */
  readonly scratchDir: string;
  /** Nobody waits for it: it gives way to what somebody waits for. */
  readonly isBackground?: boolean | undefined;
  /** From 0 to 1 of this call; may be called as often as the tool likes. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** A file that a step made. */
export interface Rendition {
  readonly kind: 'made';
  /** In `scratchDir`. */
  readonly path: string;
  readonly contentType: 'video/mp4' | 'video/webm' | 'audio/mp4';
  /** Measured from the file that was written. */
  readonly durationSeconds: number;
  /** After rotation; `null` for audio. */
  readonly width: number | null;
  readonly height: number | null;
  /** What is wrong with the recording, as sentences for the champion. */
  readonly warnings: readonly string[];
}

/** A copy that would not play well, which shows only while it is made. */
export interface CopyRefusal {
  readonly kind: 'cannot-copy';
  /** A clause without a full stop, for `planEncoding`. */
  readonly reason: string;
}

export interface StillImage {
  /** In `scratchDir`. */
  readonly path: string;
  readonly contentType: 'image/jpeg' | 'image/webp';
}

/** Small pictures of the whole recording in one image. */
export interface StoryboardImage extends StillImage {
  readonly storyboard: Storyboard;
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
  /** Carries out a step of `planRenditions`; `cannot-copy` when the copy would not play well. */
  render(
    path: string,
    probe: MediaProbe,
    step: RenditionStep,
    run: MediaRun,
  ): Promise<Rendition | CopyRefusal>;
  /** One frame of the recording, at most 1280 wide; `null` when there is no picture. */
  poster(path: string, probe: MediaProbe, run: MediaRun): Promise<StillImage | null>;
  /** At most 100 tiles of a rendition, from its key frames; `null` when there is no picture. */
  storyboard(path: string, probe: MediaProbe, run: MediaRun): Promise<StoryboardImage | null>;
  /** Loudness of a rendition over its length, 0 to 1 each, at most `count` of equal length; `null` without sound. */
  peaks(path: string, probe: MediaProbe, count: number, run: MediaRun): Promise<Float32Array | null>;
  /** When a rendition shows another slide, in seconds and in order; empty when it shows no slides, `null` without a picture. */
  slideChanges(path: string, probe: MediaProbe, run: MediaRun): Promise<readonly number[] | null>;
  /** Of the sound that `probe` chose (`audio`), on the time line of `wav`; `null` when it has no 2 to 4 channels. */
  channelLevels(path: string, probe: MediaProbe, run: MediaRun): Promise<ChannelLevels | null>;
  /** The sound that `probe` chose (`audio`) as 16 kHz mono s16le WAV on the player's time line; `null` when there is no sound. */
  wav(
    path: string,
    probe: MediaProbe,
    run: MediaRun,
    /** From 1: this one alone. Default: all of them mixed. */
    channel?: number,
  ): Promise<{ readonly path: string; readonly durationSeconds: number } | null>;
  /** The best text subtitle track that has text, as segments (`orderSubtitles`); `null` when there is none. */
  subtitles(
    path: string,
    probe: MediaProbe,
    run: MediaRun,
    /** BCP 47 of what is spoken, where a person has said it. */
    language?: string | null,
  ): Promise<{ readonly language: string | null; readonly segments: readonly Segment[] } | null>;
  /** What this system lacks, with what to do about it. */
  diagnose(): Promise<MediaDiagnosis>;
}

/** Sentences for an administrator; none when all is well. */
export interface MediaDiagnosis {
  /** Without this recordings cannot be converted. */
  readonly failures: readonly string[];
  /** Protections and abilities that are missing: conversion goes on without them. */
  readonly warnings: readonly string[];
}
