/** A small picture of a stretch of the recording: a part of an image. */
export interface Tile {
  readonly startSeconds: number;
  /** Path of this site. */
  readonly image: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const cue = /^((?:\d+:)?\d+:\d+\.\d+)[ \t]+-->.*\r?\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/gm;

/** The cues of a storyboard (WebVTT with Media Fragments 4.2.2) at that path, in order; anything else is left out. */
export function parseStoryboard(vtt: string, path: string): Tile[] {
  return [...vtt.matchAll(cue)].map(([, start = '', file = '', x, y, width, height]) => ({
    startSeconds: start.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0),
    image: path.replace(/[^/]*$/, file),
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  }));
}

/** The picture of that second. */
export const tileAt = (tiles: readonly Tile[], seconds: number): Tile | undefined =>
  tiles.findLast(({ startSeconds }) => startSeconds <= seconds) ?? tiles[0];
