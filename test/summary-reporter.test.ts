import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brownbag-reporter-'));
  const reporter = JSON.stringify(pathOf('test/support/summary-reporter.ts'));
  writeFileSync(
    join(folder, 'vitest.config.ts'),
    `import { summaryReporter } from ${reporter};
    export default { test: { globals: true, reporters: ['default', summaryReporter()] } };`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs vitest on the given test files; its exit status and the last line it wrote. */
function runTests(files: Readonly<Record<string, string>>): {
  status: number | null;
  lastLine: string | undefined;
} {
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, `${name}.test.js`), content);
  const vitest = pathOf('node_modules/vitest/vitest.mjs');
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

test('the last line of a run counts passed, failed and skipped tests, and a file that does not load', () => {
  const broken = {
    one: "test('a', () => {}); test.skip('b', () => {}); test('c', () => expect(1).toBe(2));",
    two: '}',
  };
  expect(runTests(broken)).toEqual({ status: 1, lastLine: '1 passed, 2 failed, 1 skipped' });
}, 60_000);

test('a run in which no test ran has failed', () => {
  expect(runTests({ one: "test.skip('a', () => {});" })).toEqual({
    status: 1,
    lastLine: '0 passed, 0 failed, 1 skipped',
  });
}, 60_000);

test('a run that passed is a success', () => {
  expect(runTests({ one: "test('a', () => {});" })).toEqual({
    status: 0,
    lastLine: '1 passed, 0 failed, 0 skipped',
  });
}, 60_000);
