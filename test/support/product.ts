import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { variables } from '../../core/config-variables.ts';
import { repositoryRoot } from '../../core/root.ts';
import { runningProcesses } from './processes.ts';
import { waitUntil } from './wait-until.ts';

type Variables = Readonly<Record<string, string>>;

/** An installation of the built product with a `DATA_DIR` of its own; it may be started again and again. */
export interface Product {
  /** Of the present start: each has another port. */
  readonly url: string;
  readonly dataDir: string;
  /** Everything that its starts have printed. */
  readonly log: string;
  /** Starts it, unless it runs, without waiting until it is ready. */
  launch(): void;
  /** The same; resolves when it has said that it is ready. */
  start(): Promise<void>;
  /** SIGTERM; gives the exit status. */
  stop(): Promise<number | null>;
  /** SIGKILL to its whole process group; resolves when the program itself has ended. */
  kill(): Promise<void>;
  /** What still works on its data: `postgres (123)`. */
  processes(): readonly string[];
  /** Runs the command line on the same data. */
  cli(args: readonly string[], input?: string): Promise<Ran>;
  /** Begins such a command. */
  startCli(args: readonly string[]): Running;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  /** What it has printed so far. */
  readonly stdout: string;
  readonly ended: Promise<Ran>;
  signal(signal: NodeJS.Signals): void;
}

/** Who looks after an installation that was not set up through the page. */
export const admin = { email: 'ada@example.org', password: 'correct horse battery' } as const;

export const withAdmin = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password } as const;

interface MakeOptions {
  /** Makes its own database at its first start, as at home; else it begins with a copy of an empty one, in no time. */
  readonly makesDatabase?: boolean;
}

/** Makes a fresh installation, not yet started: without the sample unless `given` says otherwise. */
export async function makeProduct(
  given: Variables = {},
  { makesDatabase = false }: MakeOptions = {},
): Promise<Product> {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'brownbag-product-')));
  // Started by root, the database runs as another user who must get here.
  await chmod(dataDir, 0o755);
  if (!makesDatabase) await promisify(execFile)('cp', ['-a', inject('productCluster'), join(dataDir, 'pg')]);
  const env = environment({ DATA_DIR: dataDir, PORT: '0', SAMPLE: 'off', ...given });
  let child: ChildProcess | undefined;
  let log = '';
  let said = '';
  const ended = () => child === undefined || child.exitCode !== null || child.signalCode !== null;
  const killGroup = () => {
    if (child?.pid !== undefined && !ended()) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', killGroup);

  const product: Product = {
    dataDir,
    get url() {
      const [, url] = /Brownbag is ready: (\S+)/.exec(said) ?? [];
      if (url === undefined) throw new Error(`The product is not ready:\n${said}`);
      return url;
    },
    get log() {
      return log;
    },
    launch() {
      if (!ended()) return;
      child = spawn(process.execPath, ['server/cli/built.mjs'], {
        cwd: repositoryRoot(),
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      said = '';
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          log += text;
        });
    },
    async start() {
      product.launch();
      await waitUntil(() => ended() || said.includes('Brownbag is ready'));
      if (ended()) throw new Error(`The product ended instead of starting:\n${said}`);
    },
    async stop() {
      if (child && !ended()) {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      }
      return child?.exitCode ?? null;
    },
    async kill() {
      if (!child || ended()) return;
      const exited = once(child, 'exit');
      killGroup();
      await exited;
    },
    processes: () => processesOn(dataDir),
    cli: (args, input) => start(['server/cli/built.mjs', ...args], env, input).ended,
    startCli: (args) => start(['server/cli/built.mjs', ...args], env),
    async remove() {
      await product.kill();
      process.off('exit', killGroup);
      await waitUntil(() => product.processes().length === 0);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return product;
}

/** Nothing of the developer's own settings: an empty variable counts as unset, and outweighs `.env`. */
export function environment(given: Variables): NodeJS.ProcessEnv {
  const unset = variables.flatMap(({ name }) => [name, `${name}_FILE`]).map((name) => [name, ''] as const);
  return { ...process.env, NODE_ENV: '', ...Object.fromEntries(unset), ...given };
}

function start(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Running {
  const child = spawn(process.execPath, args, { cwd: repositoryRoot(), env, stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  // A command that asks nothing may end before it has read.
  child.stdin.on('error', () => undefined).end(input);
  return {
    get stdout() {
      return said.stdout;
    },
    ended: once(child, 'close').then(() => ({ status: child.exitCode, ...said })),
    signal: (signal) => void child.kill(signal),
  };
}

/** Processes that name the folder in their arguments or work in it, whoever their parent is. Linux only. */
const processesOn = (folder: string): readonly string[] =>
  runningProcesses()
    .filter((process) => process.words.includes(folder) || process.folder.startsWith(folder))
    .map(({ name, pid }) => `${name} (${pid})`);
