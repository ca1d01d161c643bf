import { defineConfig } from 'vitest/config';
import { summaryReporter } from './test/support/summary-reporter.ts';

/** One project a kind of test; `npx vitest run --project unit` runs one of them. */
const project = (name: string, include: string[], timeoutMs: number) => ({
  test: { name, include, testTimeout: timeoutMs, hookTimeout: 60_000, pool: 'forks' as const },
});

export default defineConfig({
  test: {
    reporters: ['default', summaryReporter()],
    projects: [
      project('unit', ['{core,drizzle,server,workers,web}/**/*.test.{ts,tsx}', 'test/*.test.ts'], 10_000),
      project('contract', ['test/contract/**/*.test.ts'], 60_000),
      project('api', ['test/api/**/*.test.ts'], 30_000),
      project('workers', ['test/workers/**/*.test.ts'], 120_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 240_000),
    ],
  },
});
