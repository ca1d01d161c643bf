/** How the tiles of a storyboard lie in its image: row by row, from the top left, each of the same stretch of time. */
export interface Storyboard {
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly columns: number;
  readonly count: number;
  readonly secondsPerTile: number;
}
