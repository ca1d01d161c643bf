import {
  DomainError,
  type DomainErrorCode,
  PermanentError,
  TransientError,
} from '../../core/model/errors.ts';
import type { Found, ImportItem } from './import-items.ts';
import type { Importer } from './importer.ts';
import type { Printer } from './printer.ts';
import type { Outcome } from './settling.ts';

/** Imports items and tells of each what came of it; a failure that is tried again and again is told once. */
export interface ImportReport {
  /** Does not reject. After an abort nothing is told. */
  take(item: ImportItem): Promise<Outcome>;
  /** The same with captions that came, or changed, after their recording was taken. */
  takeCaptions(item: ImportItem): Promise<Outcome>;
  /** All that cannot be looked at now; what was told before and is not among it is well again. */
  unreadable(found: Found['unreadable']): void;
  /** Whether something failed that was not taken later, or cannot be looked at now. */
  hasFailures(): boolean;
  /** Sessions that were added, or have new captions. Whoever has dealt with one may take it out. */
  readonly added: Set<string>;
}

interface ReportDeps {
  readonly importer: Importer;
  readonly print: Printer;
  readonly signal: AbortSignal;
}

export function openImportReport({ importer, print, signal }: ReportDeps): ImportReport {
  const added = new Set<string>();
  /** What was said last of a file that failed. */
  const failures = new Map<string, string>();
  const notTaken = new Set<string>();
  const sessions = new Map<string, string>();
  let away: readonly string[] = [];

  const fail = (path: string, error: unknown) => {
    const detail = describe(error);
    if (failures.get(path) === detail) return;
    failures.set(path, detail);
    print.item({ file: path, status: 'failed', detail }, `✗ ${path}: ${detail}`);
  };

  const orFail = async (path: string, take: () => Promise<void>): Promise<Outcome> => {
    try {
      await take();
      failures.delete(path);
      notTaken.delete(path);
      return 'taken';
    } catch (error) {
      if (signal.aborted) return 'later';
      fail(path, error);
      notTaken.add(path);
      if (!isLasting(error)) return 'later';
      // It comes again only when it has changed: what is wrong then is news.
      failures.delete(path);
      return 'refused';
    }
  };

  return {
    added,
    hasFailures: () => notTaken.size + away.length > 0,
    take: (item) =>
      orFail(item.path, async () => {
        const { path, captionsPath } = item;
        const { status, sessionId, url } = await importer.add(item, signal);
        sessions.set(path, sessionId);
        if (status === 'known')
          return print.item({ file: path, status, session: sessionId }, `= ${path}: is here already`);
        added.add(sessionId);
        if (captionsPath !== null) notTaken.delete(captionsPath);
        print.item({ file: path, status, session: sessionId, url }, `✓ ${path}: ${url}`);
      }),
    async takeCaptions({ path, captionsPath }) {
      const session = sessions.get(path);
      if (captionsPath === null || session === undefined) return 'taken';
      return orFail(captionsPath, async () => {
        await importer.addCaptions(session, captionsPath, signal);
        added.add(session);
        print.item(
          { file: captionsPath, status: 'captions', session },
          `✓ ${captionsPath}: are the captions of ${path} now`,
        );
      });
    },
    unreadable(found) {
      const paths = found.map(({ path }) => path);
      for (const path of away) if (!paths.includes(path)) failures.delete(path);
      away = paths;
      for (const { path, error } of found) fail(path, error);
    },
  };
}

/** Refusals that are not about the file. */
const passing: readonly DomainErrorCode[] = ['insufficient-storage', 'too-many-requests'];

const isLasting = (error: unknown) =>
  error instanceof PermanentError || (error instanceof DomainError && !passing.includes(error.code));

/** Ours are written for people; of others, such as of a failed query, the first cause says what is wrong. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOurs = [DomainError, PermanentError, TransientError].some((kind) => error instanceof kind);
  return isOurs || !(error.cause instanceof Error) ? error.message || error.name : describe(error.cause);
}
