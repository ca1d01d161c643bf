import { formatTimestamp } from './captions/timestamps.ts';

/** How the tiles of a storyboard lie in its image: row by row, from the top left, each of the same stretch of time. */
export interface Storyboard {
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly columns: number;
  readonly count: number;
  readonly secondsPerTile: number;
}

const mostTiles = 100;
const mostColumns = 10;
const shortestTileSeconds = 5;
const tileWidth = 160;
/** A phone held upright, 9:16. */
const highestTile = 284;

/** At most 100 tiles of 5 s or more for a picture of the given shown size. */
export function planStoryboard(
  shown: { readonly width: number; readonly height: number },
  durationSeconds: number,
): Storyboard {
  const factor = Math.min(tileWidth / shown.width, highestTile / shown.height);
  const even = (side: number) => Math.max(2, 2 * Math.round((side * factor) / 2));
  const secondsPerTile = Math.max(shortestTileSeconds, Math.ceil(durationSeconds * 10) / (mostTiles * 10));
  const count = Math.min(mostTiles, Math.max(1, Math.ceil(durationSeconds / secondsPerTile)));
  return {
    tileWidth: even(shown.width),
    tileHeight: even(shown.height),
    columns: Math.min(mostColumns, count),
    count,
    secondsPerTile,
  };
}

/**
 * WebVTT whose cues say which part of the image (a relative URL with a media fragment, Media Fragments 4.2.2)
 * shows each stretch of the recording; the last cue ends with the recording.
 */
export function storyboardVtt(
  storyboard: Storyboard,
  spriteFileName: string,
  durationSeconds: number,
): string {
  const { tileWidth: width, tileHeight: height, columns, count, secondsPerTile } = storyboard;
  const cues = Array.from({ length: count }, (_none, tile) => {
    const start = tile * secondsPerTile;
    const end = tile === count - 1 ? Math.max(durationSeconds, start + 0.001) : start + secondsPerTile;
    const x = (tile % columns) * width;
    const y = Math.floor(tile / columns) * height;
    const area = `${spriteFileName}#xywh=${x},${y},${width},${height}`;
    return `${formatTimestamp(start)} --> ${formatTimestamp(end)}\n${area}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}
