// @ts-check
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: every path of the starter is below it. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Why the starter stopped, in words for the person at the terminal. */
export class SetupError extends Error {}

/**
 * One short line of progress. Goes to stderr, so that the output of commands stays clean.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Whether PATH has this program.
 * @param {string} name
 */
export function hasProgram(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}

/**
 * @typedef {object} CommandOptions
 * @property {boolean} [isShown] its output goes to the terminal, and nothing is returned of it
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 */

/**
 * Runs a program in the checkout, without standard input, and ends it when this process is told to end.
 * Its output is returned in the order it came.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ status: number, output: string }>} status 127: it could not be started
 */
export function run(program, args, { isShown = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));

    /** @type {NodeJS.Signals | undefined} */
    let toldBy;
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      toldBy = signal;
      child.kill(signal);
    };
    process.on('SIGINT', passOn).on('SIGTERM', passOn);
    const finish = (/** @type {number} */ status) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      if (toldBy !== undefined) process.kill(process.pid, toldBy);
      resolve({ status, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.once('close', (status) => finish(status ?? 1));
  });
}

/**
 * Runs a program that has to succeed; what it said is shown only when it fails.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} failure the first line of the error
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runOrStop(program, args, failure, env = {}) {
  const { status, output } = await run(program, args, { env });
  if (status !== 0) throw new SetupError(`${failure}\n${output.trimEnd()}`);
}

/**
 * Runs the steps of a command; a SetupError ends the process with its message and status 1.
 * @param {() => Promise<void>} steps
 */
export async function orStop(steps) {
  try {
    await steps();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exit(1);
  }
}
