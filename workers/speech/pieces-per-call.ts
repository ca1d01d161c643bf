export interface Pace {
  readonly sideBySide: number;
  readonly piecesAtOnce: number;
}

/**
 * How many pieces each call gets: at most `piecesAtOnce`, and so many that calls side by side end together, as 60 pieces
 * for two are four calls of 15, where three of 20 would leave one of the two without work for a third of the time.
 */
export function piecesPerCall(pieces: number, { sideBySide, piecesAtOnce }: Pace): number {
  const rounds = Math.max(1, Math.ceil(pieces / (sideBySide * piecesAtOnce)));
  return Math.max(1, Math.ceil(pieces / (rounds * sideBySide)));
}
