import { DomainError } from '../errors.ts';

/** A record with the line of the file on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads RFC 4180, and what spreadsheets make of it: any line end, a byte order mark, quotes inside of a cell that
 * does not begin with one. Blank lines are passed over. Throws DomainError `unprocessable` that names the line.
 */
export function parseCsv(text: string, delimiter = ','): CsvRecord[] {
  const quoted = /"([^"]*(?:""[^"]*)*)"/y;
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, 'y');
  const lineEnd = /\r\n|\r|\n/y;
  const records: CsvRecord[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) {
      at = pattern.lastIndex;
      line += countLines(match[0]);
    }
    return match;
  };
  const cell = (): string => {
    if (text[at] !== '"') return take(plain)?.[0] ?? '';
    const begin = line;
    const match = take(quoted);
    if (!match) throw faultOn(begin, 'A cell begins with a quote that is never closed.');
    return (match[1] ?? '').replaceAll('""', '"');
  };

  while (at < text.length) {
    const begin = { at, line };
    const cells = [cell()];
    while (text[at] === delimiter) {
      at += 1;
      cells.push(cell());
    }
    const isBlank = at === begin.at;
    if (!take(lineEnd) && at < text.length) throw faultOn(line, 'Something stands behind a closing quote.');
    if (!isBlank) records.push({ line: begin.line, cells });
  }
  return records;
}

const countLines = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** A file that is refused because of what stands on a line. */
export const faultOn = (line: number, message: string, column?: string): DomainError =>
  faultsOn([{ line, message, column }]);

/** The same for many; `faults` must not be empty. */
export function faultsOn(
  faults: readonly {
    readonly line: number;
    readonly message: string;
    readonly column?: string | undefined;
  }[],
): DomainError {
  const errors = faults.map(({ line, message, column }) => ({
    path: ['lines', line, ...(column === undefined ? [] : [column])].join('.'),
    message: `Line ${line}: ${message}`,
  }));
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const detail = `Nothing was imported. ${errors[0]?.message ?? ''}${more}`;
  return new DomainError('unprocessable', detail, { extra: { errors: errors.slice(0, mostFaultsTold) } });
}

/** Who sent the wrong file has a fault on every line. */
const mostFaultsTold = 100;

/** Writes RFC 4180: CRLF after each record, quotes where they are needed. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${writeRow(cells)}\r\n`).join('');

function writeRow(cells: readonly string[]): string {
  // A single empty cell would be a blank line.
  if (cells.length === 1 && cells[0] === '') return '""';
  return cells
    .map((cell) => (/[",;\t\r\n]|^\ufeff/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

/** What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), behind quotes of ours. */
const formula = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** The cell with an apostrophe before it when a spreadsheet would run it. `unguarded` takes it off again. */
export const guarded = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell);

/** What `guarded` was given; a cell that somebody typed by hand stays as it is. */
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
