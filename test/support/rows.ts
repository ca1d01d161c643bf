/** Whether every row of every matrix runs. */
export const isThorough = Boolean(process.env['CI']);

/**
 * Rows of a matrix to run: each where CI is set, elsewhere the first of each class. `classOf` says what a row stands
 * for, and throws for a row that nobody has put into a class: then no row of the matrix runs.
 */
export function everyRow<Row>(
  rows: readonly Row[],
  classOf: (row: Row) => string,
  takesAll = isThorough,
): readonly Row[] {
  const classes = rows.map(classOf);
  return takesAll ? rows : rows.filter((_row, at) => classes.indexOf(classes[at] ?? '') === at);
}
