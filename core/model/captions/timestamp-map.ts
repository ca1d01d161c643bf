import { parseTimestamp } from './timestamps.ts';

/** `X-TIMESTAMP-MAP` of captions that come with an HLS stream (RFC 8216 3.5). */
export interface TimestampMap {
  /** What the cues' own clock shows… */
  readonly localSeconds: number;
  /** …when the stream's 90 kHz clock shows this. */
  readonly ticks: number;
}

/** How the cues that follow a map stand to the recording. */
export interface StreamClock {
  /** What the stream's clock shows where the recording begins. */
  readonly zeroTicks: number;
  /** To be added to a cue's times. */
  readonly shiftSeconds: number;
}

const local = /LOCAL:(-?[\d:.]{4,24})(?:,|\s|$)/;
const ticks = /MPEGTS:(\d{1,10})(?:,|\s|$)/;

/** `X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000`, in either order; else `null`. */
export function parseTimestampMap(line: string): TimestampMap | null {
  if (line.length > 200 || !line.startsWith('X-TIMESTAMP-MAP=')) return null;
  const localSeconds = parseTimestamp(local.exec(line)?.[1] ?? '');
  const mpegTicks = ticks.exec(line)?.[1];
  return localSeconds === null || mpegTicks === undefined ? null : { localSeconds, ticks: Number(mpegTicks) };
}

/** The stream's clock has 33 bits and starts again every 26.5 hours. */
const wrapTicks = 2 ** 33;

/** From `zero` to `now`, the shorter way round. */
function ticksSince(zero: number, now: number): number {
  const forward = (((now - zero) % wrapTicks) + wrapTicks) % wrapTicks;
  return forward > wrapTicks / 2 ? forward - wrapTicks : forward;
}

/**
 * Reads a map that follows `before` in the same file. Where a stream's clock starts means nothing (10 s is usual,
 * live streams start anywhere), and who downloads captions has the picture from the same segment on: so the
 * *first* map says what second 0 of the recording is. Only later ones, of segments that were put one after the
 * other, say how far the stream has come; and where the cues' own clock runs on a time of day, it is set to 0.
 */
export function startClock(map: TimestampMap, before: StreamClock | undefined): StreamClock {
  const zeroTicks = before?.zeroTicks ?? map.ticks;
  const milliseconds = Math.round(ticksSince(zeroTicks, map.ticks) / 90 - map.localSeconds * 1000);
  return { zeroTicks, shiftSeconds: milliseconds / 1000 };
}
