// @ts-check
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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
  'lint and format': () => tool('@biomejs/biome/bin/biome', 'ci', '.'),
  'dead code': () => tool('knip/bin/knip.js', '--no-progress'),
  migrations: checkMigrations,
};

/** Generating migrations from the schema must give nothing that is not there yet. */
async function checkMigrations() {
  const copy = mkdtempSync(join(tmpdir(), 'brownbag-migrations-'));
  try {
    cpSync(join(root, 'drizzle/migrations'), copy, { recursive: true });
    const known = readdirSync(copy);
    const outcome = await tool(
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
    const fresh = readdirSync(copy).filter((file) => !known.includes(file));
    if (outcome.status !== 0 || fresh.length === 0) return outcome;
    return {
      status: 1,
      output: 'The schema has changed: run `npm run db:generate` and review what it adds.',
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
