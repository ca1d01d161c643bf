import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { summaryReporter } from './test/support/summary-reporter.ts';

/** One project a kind of test; `npx vitest run --project unit` runs one of them. */
const project = (name: string, include: string[], timeoutMs: number, globalSetup: string[] = []) => ({
  test: {
    ...{ name, include, globalSetup, testTimeout: timeoutMs, hookTimeout: 120_000, pool: 'forks' as const },
    // Files share a process one after the other: starting one and loading packages takes longer than most tests.
    isolate: false,
    // A shared machine may stand still for a moment; what passes only the second time is named in the output.
    retry: process.env['CI'] ? 1 : 0,
  },
});

/** Starts a PostgreSQL for the project's files; tests take theirs with `openTestDatabase()`. */
const database = ['./test/support/global-setup.ts'];

export default defineConfig({
  test: {
    reporters: ['default', summaryReporter()],
    // Much of a test is waiting for programs: two files more at once than there are cores.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', ['{core,drizzle,server,workers,web}/**/*.test.{ts,tsx}', 'test/*.test.ts'], 30_000),
      project('contract', ['test/contract/**/*.test.ts'], 60_000, database),
      project('api', ['test/api/**/*.test.ts'], 30_000, database),
      project('workers', ['test/workers/**/*.test.ts'], 120_000, database),
      project('e2e', ['test/e2e/**/*.test.ts'], 480_000, ['./test/support/product-setup.ts']),
    ],
  },
});
