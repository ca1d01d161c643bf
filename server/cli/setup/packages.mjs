// @ts-check
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run, runOrStop, SetupError, say } from './command.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockEntry
 */

/**
 * The packages of a lock file; npm writes one inside node_modules when an installation is complete.
 * @param {string} path
 * @returns {Record<string, LockEntry> | undefined}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether what is installed is what package-lock.json asks for. Packages of other platforms may be absent.
 * @param {string} [folder] of the checkout
 */
export function isInstalled(folder = root) {
  const wanted = readLock(join(folder, 'package-lock.json'));
  const present = readLock(join(folder, 'node_modules/.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  const isSame = Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const installed = present[path];
    if (installed === undefined) return entry.optional === true || entry.devOptional === true;
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
  return isSame && Object.keys(present).every((path) => path in wanted);
}

/** Installs node modules as the lock file says, unless they are there. */
export async function installPackages() {
  if (isInstalled()) return;
  const modules = join(root, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupError(
      'node_modules is a link to modules that do not match package-lock.json; install where it points.',
    );
  }
  say('Installing node modules (npm ci)…');
  const npm = findNpm();
  await runOrStop(
    npm.program,
    [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline'],
    'npm ci failed:',
  );
  await giveToOwner(modules);
}

/** The npm that started this process, else the one beside this Node.js. */
function findNpm() {
  const started = process.env['npm_execpath'];
  if (started?.endsWith('npm-cli.js')) return { program: process.execPath, args: [started] };
  return { program: 'npm', args: [] };
}

/**
 * After `sudo npm start` the folder belongs to the owner of the checkout, who could not remove it otherwise.
 * @param {string} path
 */
export async function giveToOwner(path) {
  const owner = statSync(dirname(path));
  if (process.getuid?.() !== 0 || owner.uid === 0) return;
  const { status, output } = await run('chown', ['-hR', `${owner.uid}:${owner.gid}`, path]);
  if (status !== 0) say(`Could not give ${path} to the owner of the checkout: ${output.trimEnd()}`);
}
