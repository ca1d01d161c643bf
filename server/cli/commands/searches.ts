import { guarded, writeCsv } from '../../../core/model/vocabulary/csv.ts';
import { type LoggedSearch, listSearches } from '../../../drizzle/queries/search-log.ts';
import { type Command, UsageError } from '../command.ts';

/** What people searched for and opened, for other programs: never who, and to the day rather than the second. */
export const searches: Command = async ({ parts: { db }, positionals, values, print }) => {
  const { format = 'csv' } = values;
  if (positionals[0] !== 'export') throw new UsageError('searches knows one thing to do: export.');
  if (format !== 'csv' && format !== 'bench') throw new UsageError('A format is csv or bench.');
  const rows = await listSearches(db, { isOpened: format === 'bench' });
  if (format === 'bench') {
    print.note(JSON.stringify(rows.map(toBenchQuery)));
    return 0;
  }
  print.note(lineOf(columns.map(({ name }) => name)));
  for (const row of rows) {
    const fields = columns.map(({ name, of }) => [name, of(row)] as const);
    print.item(Object.fromEntries(fields), lineOf(fields.map(([, value]) => toCell(value))));
  }
  return 0;
};

interface Column {
  readonly name: string;
  of(search: LoggedSearch): unknown;
}

const columns: readonly Column[] = [
  { name: 'day', of: ({ at }) => at.toISOString().slice(0, 10) },
  { name: 'q', of: ({ query }) => query },
  { name: 'filters', of: ({ filters }) => filters },
  { name: 'sessions', of: ({ sessionCount }) => sessionCount },
  { name: 'moments', of: ({ momentCount }) => momentCount },
  { name: 'tookMs', of: ({ tookMs }) => tookMs },
  { name: 'sessionId', of: ({ openedSessionId }) => openedSessionId },
  { name: 'startSeconds', of: ({ openedSeconds }) => openedSeconds },
];

/** As `npm run bench:search` reads a query: what was opened is what was meant. */
const toBenchQuery = ({ query, openedSessionId, openedSeconds }: LoggedSearch) => ({
  ...{ class: 'real', split: 'test', q: query, sessionId: openedSessionId, startSeconds: openedSeconds },
});

/** A query may begin like a formula, which a spreadsheet would work out. */
function toCell(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? guarded(value) : JSON.stringify(value);
}

const lineOf = (cells: readonly string[]): string => writeCsv([cells]).trimEnd();
