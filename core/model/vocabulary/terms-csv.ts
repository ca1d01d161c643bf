import { faultsOn, guarded, parseCsv, unguarded, writeCsv } from './csv.ts';
import type { TermText } from './term.ts';

const columns = ['name', 'kind', 'aliases', 'mishearings', 'note'] as const;
type Column = (typeof columns)[number];
const listColumns: readonly Column[] = ['aliases', 'mishearings'];

/** A term as a line of a file says it; columns that the file does not have are absent. */
export interface TermLine {
  readonly line: number;
  readonly fields: Readonly<Partial<Record<Column, string | readonly string[]>>>;
}

/**
 * The vocabulary as a file for spreadsheets: with a byte order mark, without which they take UTF-8 for something
 * else; in a cell of many, `;` between them (`\;` and `\\` stand for themselves); no cell is a formula.
 */
export function writeTerms(terms: readonly TermText[]): string {
  const rows = terms.map(({ name, kind, aliases, mishearings, note }) => [
    guarded(name),
    kind,
    joinList(aliases),
    joinList(mishearings),
    guarded(note),
  ]);
  return `\ufeff${writeCsv([columns, ...rows])}`;
}

/**
 * Reads what `writeTerms` wrote, and what people made of it: columns in any order, `;` or tabs between cells, an
 * empty kind. Throws DomainError `unprocessable` with a sentence for each line that cannot be read.
 */
export function readTerms(text: string): TermLine[] {
  const [firstLine = ''] = text.split(/[\r\n]/, 1);
  const [header, ...records] = parseCsv(text, /[,;\t]/.exec(firstLine)?.[0]);
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const known = names.map((name) => columns.find((column) => column === name));
  if (!header || !names.includes('name') || known.includes(undefined) || new Set(names).size < names.length)
    throw faultsOn([{ line: header?.line ?? 1, message: headerMessage }]);
  const long = records.filter(({ cells }) => cells.length > names.length);
  if (long.length > 0)
    throw faultsOn(long.map(({ line }) => ({ line, message: 'There are more cells than columns.' })));
  return records.map(({ line, cells }) => {
    const fields: { [Name in Column]?: string | readonly string[] } = {};
    known.forEach((column, at) => {
      const cell = cells[at] ?? '';
      if (column === undefined || (column === 'kind' && cell.trim() === '')) return;
      fields[column] = listColumns.includes(column) ? splitList(cell) : read(column, cell);
    });
    return { line, fields };
  });
}

const headerMessage = `The first line names the columns: ${columns.join(', ')}. Only "name" must be there, and each of them once.`;

const read = (column: Column, cell: string): string =>
  column === 'kind' ? cell.trim().toLowerCase() : unguarded(cell);

/** Each item is guarded: where `;` stands between cells a spreadsheet makes a cell of each. */
const joinList = (items: readonly string[]): string =>
  items.map((item) => guarded(item).replace(/[\\;]/g, '\\$&')).join('; ');

const splitList = (cell: string): string[] =>
  (cell.match(/(?:\\.|[^;\\]|\\$)+/gsu) ?? [])
    .map((item) => unguarded(item.trim().replace(/\\([\\;])/g, '$1')))
    .filter((item) => item !== '');
