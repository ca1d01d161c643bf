// @ts-check
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root, run, SetupError, say } from './command.mjs';

/** @typedef {{ status: number, output: string }} Outcome */

/**
 * @param {string} script below node_modules
 * @param {...string} args
 * @returns {Promise<Outcome>}
 */
const tool = (script, ...args) =>
  run(process.execPath, [join('node_modules', script), ...args], { env: { NO_COLOR: '1' } });

/** @type {Readonly<Record<string, () => Promise<Outcome>>>} */
const checks = {
  types: () => tool('typescript/bin/tsc', '--project', 'tsconfig.json'),
  'lint and format': () => tool('@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
  'dead code': () => tool('knip/bin/knip.js', '--no-progress'),
  migrations: checkMigrations,
};

/** Generating migrations from the schema must give nothing that is not there yet. */
async function checkMigrations() {
  const copy = mkdtempSync(join(tmpdir(), 'brownbag-migrations-'));
  try {
    cpSync(join(root, 'drizzle/migrations'), copy, { recursive: true });
    const { output } = await tool(
      'drizzle-kit/bin.cjs',
      ...[
        'generate',
        '--dialect',
        'postgresql',
        '--schema',
        './drizzle/schema',
        '--out',
        relative(root, copy),
      ],
    );
    // It ends with status 0 whatever happens, also when it would have to ask whether a column was renamed.
    if (output.includes('No schema changes')) return { status: 0, output };
    return {
      status: 1,
      output: `The schema has changed: run \`npm run db:generate\` and review what it adds.\n${output}`,
    };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** Everything that is true of the sources without running them. Throws a SetupError that shows all failures. */
export async function runChecks() {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, ...(await check()) })),
  );
  const failed = outcomes.filter((outcome) => outcome.status !== 0);
  if (failed.length > 0) {
    throw new SetupError(
      failed.map(({ name, output }) => `Check failed: ${name}\n${output.trim()}`).join('\n\n'),
    );
  }
  say(`Checked: ${outcomes.map(({ name }) => name).join(', ')}.`);
}
