// @ts-check
import { existsSync } from 'node:fs';
import { hasProgram, run, SetupError, say } from './command.mjs';

/**
 * A program of the system, and the Debian package that brings it.
 * @typedef {object} Need
 * @property {string} name
 * @property {string} aptPackage
 * @property {() => boolean} isThere
 */

/**
 * @param {string} aptPackage
 * @param {...string} names any of these will do
 * @returns {Need}
 */
const program = (aptPackage, ...names) => ({
  name: names[0] ?? aptPackage,
  aptPackage,
  isThere: () => names.some(hasProgram),
});

const media = [program('ffmpeg', 'ffmpeg'), program('ffmpeg', 'ffprobe')];

const speech = [
  program('pocketsphinx', 'pocketsphinx_batch'),
  {
    name: 'the en-us model of pocketsphinx',
    aptPackage: 'pocketsphinx-en-us',
    isThere: () => existsSync('/usr/share/pocketsphinx/model/en-us/en-us'),
  },
];

const testing = [
  program('chromium', 'chromium', 'chromium-browser', 'google-chrome'),
  program('redis-server', 'redis-server'),
];

/**
 * What running needs: the recogniser only where nothing else transcribes.
 * @param {NodeJS.ProcessEnv} env
 * @returns {readonly Need[]}
 */
export function needsOfRunning(env) {
  const hasOther = Boolean(env['OPENAI_API_KEY'] || env['OPENAI_API_KEY_FILE'] || env['OPENAI_BASE_URL']);
  const choice = env['TRANSCRIBER'] || 'auto';
  return choice === 'pocketsphinx' || (choice === 'auto' && !hasOther) ? [...media, ...speech] : media;
}

/** What `npm test` needs, whatever is configured. */
export const needsOfTesting = [...media, ...speech, ...testing];

/**
 * Installs what is missing with apt-get, as root or with sudo that asks nothing.
 * Elsewhere throws a SetupError that names the command to run.
 * @param {readonly Need[]} needs
 */
export async function installPrograms(needs) {
  const missing = needs.filter((need) => !need.isThere());
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((need) => need.aptPackage))];
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  const names = missing.map((need) => need.name).join(', ');
  const become = await findRoot();
  if (become === undefined) {
    const command = `apt-get update && apt-get ${install.join(' ')}`;
    throw new SetupError(
      hasProgram('apt-get')
        ? `Missing: ${names}. Run this as root, then try again:\n  ${command}`
        : `Missing: ${names}. Install them with the package manager of this system, then try again.\n` +
            `On Debian and Ubuntu, as root, it is:\n  ${command}`,
    );
  }
  say(`Installing ${packages.join(', ')} (apt-get)…`);
  await aptInstall(become, install);
  const still = missing.filter((need) => !need.isThere()).map((need) => need.name);
  if (still.length > 0)
    throw new SetupError(
      `apt-get installed ${packages.join(', ')}, but ${still.join(', ')} is still missing.`,
    );
}

/**
 * What to put before apt-get to run it as root; `undefined`: there is no way.
 * @returns {Promise<readonly string[] | undefined>}
 */
async function findRoot() {
  if (!hasProgram('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  const { status } = await run('sudo', ['-n', 'true']);
  return status === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Tries the package lists that are there, and fetches new ones when they do not do.
 * @param {readonly string[]} become
 * @param {readonly string[]} install
 */
async function aptInstall(become, install) {
  const apt = async (/** @type {readonly string[]} */ args) => {
    const line = [
      ...become,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-q',
      ...waitForLock,
      ...args,
    ];
    return run(line[0] ?? 'env', line.slice(1));
  };
  if ((await apt(install)).status === 0) return;
  const update = await apt(['update']);
  const { status, output } = await apt(install);
  if (status !== 0) {
    const whole = `${update.output}\n${output}`.trim().split('\n').slice(-20).join('\n');
    throw new SetupError(`apt-get ${install.join(' ')} failed:\n${whole}`);
  }
}

/** Another apt-get may be running, as on a machine that has just started. */
const waitForLock = ['-o', 'DPkg::Lock::Timeout=120'];
