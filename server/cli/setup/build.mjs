// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runOrStop, say } from './command.mjs';
import { giveToOwner } from './packages.mjs';

/**
 * Something made from sources.
 * @typedef {object} Product
 * @property {string} name also its folder below dist/
 * @property {string} title
 * @property {readonly string[]} sources files and folders
 * @property {(file: string) => boolean} isSource of the files below the folders
 * @property {(outDir: string) => readonly string[]} command for node
 */

/**
 * @param {string} config
 * @param {string} outDir
 */
const viteBuild = (config, outDir) => [
  'node_modules/vite/bin/vite.js',
  'build',
  ...['--config', config, '--logLevel', 'warn', '--outDir', outDir, '--emptyOutDir'],
];

/** @type {Product} */
const server = {
  name: 'node',
  title: 'server',
  sources: ['core', 'drizzle', 'server', 'workers', 'tsconfig.json', 'package-lock.json'],
  isSource: (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  command: (outDir) => viteBuild('server/vite.config.ts', outDir),
};

/** @type {Product} */
const web = {
  name: 'web',
  title: 'web app',
  sources: ['web', 'core/model', 'core/api', 'tsconfig.json', 'package-lock.json'],
  isSource: (file) => !/\.test\.tsx?$/.test(file),
  command: (outDir) => viteBuild('web/vite.config.ts', outDir),
};

/** Bundles what changed since it was last bundled: `dist/node` and `dist/web`. */
export async function build() {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const made = [await make(server), await make(web)];
  if (made.includes(true)) await giveToOwner(join(root, 'dist'));
}

/**
 * A product appears under its name when it is whole, with a stamp of its sources inside.
 * @param {Product} product
 * @returns {Promise<boolean>} whether there was something to do
 */
async function make(product) {
  const folder = join(root, 'dist', product.name);
  const stamp = fingerprint(root, product);
  if (isMade(folder, stamp)) return false;
  say(`Building the ${product.title}…`);
  // Beside the final place, so that a program running from there keeps its files until the last moment
  // and a build that was cut off is never taken for a whole one.
  const fresh = join(root, 'dist', `.${product.name}-${process.pid}`);
  const old = `${fresh}-old`;
  try {
    await runOrStop(process.execPath, product.command(fresh), `The ${product.title} did not build:`, {
      // Whoever builds: under a test runner the pages would get the development build of React.
      NODE_ENV: 'production',
    });
    writeFileSync(join(fresh, stampName), stamp);
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
  } finally {
    for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true });
  }
  return true;
}

const stampName = '.made-from';

/**
 * @param {string} folder
 * @param {string} stamp
 */
function isMade(folder, stamp) {
  try {
    return readFileSync(join(folder, stampName), 'utf8') === stamp;
  } catch {
    return false;
  }
}

/**
 * Changes when the content, the name or the number of the sources changes, or Node.js does.
 * @param {string} base
 * @param {Pick<Product, 'sources' | 'isSource'>} product
 */
export function fingerprint(base, { sources, isSource }) {
  const hash = createHash('sha256').update(process.version);
  for (const file of sources.flatMap((source) => filesOf(base, source, isSource))) {
    const content = createHash('sha256')
      .update(readFileSync(join(base, file)))
      .digest('hex');
    hash.update(`\n${content} ${file}`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} base
 * @param {string} source
 * @param {(file: string) => boolean} isSource
 * @returns {string[]}
 */
function filesOf(base, source, isSource) {
  const path = join(base, source);
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isSource(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(base.length))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [source];
    throw error;
  }
}
