import { encodingSeconds, longestRecordingSeconds } from '../../core/model/media-plan.ts';

/**
 * Twice what one encode is allowed: a copy may be tried before it, and what is made is read and measured after it.
 * A recording whose length is unknown, or said to be more than is kept, may be as long as any.
 */
export const encodingTimeLimitMs = ({
  durationSeconds,
}: {
  readonly durationSeconds: number | null;
}): number =>
  2000 * encodingSeconds(Math.min(durationSeconds ?? longestRecordingSeconds, longestRecordingSeconds));
