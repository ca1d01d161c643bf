import type { Reporter, TestModule } from 'vitest/node';

/** What the last line of a run counts. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A file that could not be read and an error outside of tests count as failures: nothing else would show them. */
function countTests(modules: readonly TestModule[], strayErrors: number): Counts {
  const counts: Counts = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'pending') counts.skipped += 1;
      else counts[state] += 1;
    }
  }
  return counts;
}

/** Ends the run with the line `N passed, N failed, N skipped`; a run in which no test ran has failed. */
export function summaryReporter(): Reporter {
  return {
    onTestRunEnd(modules, strayErrors) {
      const { passed, failed, skipped } = countTests(modules, strayErrors.length);
      if (failed > 0 || passed === 0) process.exitCode = 1;
      // At exit, because reporters do not end in the order they are listed in.
      process.once('exit', () =>
        process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`),
      );
    },
  };
}
