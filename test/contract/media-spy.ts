import { execFile } from 'node:child_process';
import { chmod, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../../core/engines/programs/find.ts';

const searchPath = '/usr/bin:/bin';

/** How one program was started, as it saw it itself (Linux). */
export interface SpiedCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: readonly string[];
  readonly cwd: string;
  readonly stdin: string;
  readonly networkNamespace: string;
  readonly pid: number;
  readonly processGroup: number;
  readonly niceness: number;
  readonly noNewPrivileges: boolean;
  /** Hard limits by the names of `/proc/self/limits`. */
  readonly limits: Readonly<Record<string, string>>;
}

/**
 * Tells a pipe how it was started (a file could not be written: some are allowed none), then becomes the real
 * program. One write below 4 KiB is not mixed with others.
 */
const script = (program: string, pipe: string): string => `#!/bin/sh
self=/proc/$$
record=$(
  printf '%s\\0' "$0" "$@" | base64 -w0; echo
  base64 -w0 $self/environ; echo
  readlink $self/cwd $self/fd/0 $self/ns/net
  cat $self/stat
  grep NoNewPrivs $self/status
  grep -E 'address|cpu|file size|open|core' $self/limits | sed -E 's/ {2,}/;/g' | cut -d';' -f1,3 | tr '\\n' ';'
)
printf '%s\\n\\n' "$record" >${pipe}
exec ${program} "$@"
`;

const decode = (base64: string): string[] =>
  Buffer.from(base64, 'base64').toString('utf8').split('\0').slice(0, -1);

function parseCall(record: string): SpiedCall {
  const [args = '', environment = '', cwd = '', stdin = '', network = '', stat = '', nnp = '', limits = ''] =
    record.split('\n');
  const [program = '', ...rest] = decode(args);
  // proc(5): the name may hold blanks, what follows its bracket does not; the state is field 3
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const pairs = limits.split(';');
  return {
    program: program.replace(/.*\//, ''),
    args: rest,
    environment: decode(environment),
    cwd,
    stdin,
    networkNamespace: network,
    pid: Number.parseInt(stat, 10),
    processGroup: Number(fields[2]),
    niceness: Number(fields[16]),
    noNewPrivileges: nnp.endsWith('1'),
    limits: Object.fromEntries(
      pairs.flatMap((name, at) => (at % 2 === 0 && name !== '' ? [[name, pairs[at + 1] ?? '']] : [])),
    ),
  };
}

export interface Spy {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  readonly searchPath: string;
  /** What was started since the last time. */
  calls(): Promise<readonly SpiedCall[]>;
}

/** Programs in `folder` that report how they are started and then do what ffmpeg and ffprobe do. */
export async function withSpy(folder: string, use: (spy: Spy) => Promise<void>): Promise<void> {
  const pipe = join(folder, 'calls.pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  for (const program of ['ffmpeg', 'ffprobe']) {
    await writeFile(join(folder, program), script((await findProgram(program, searchPath)) ?? '', pipe));
    await chmod(join(folder, program), 0o755);
  }
  // open for writing too, so that it neither waits for the first program nor ends with the last
  const reader = await open(pipe, 'r+');
  const calls = async (): Promise<readonly SpiedCall[]> => {
    const end = 'end\n\n';
    await reader.write(end);
    let heard = '';
    while (!heard.endsWith(end)) {
      const { buffer, bytesRead } = await reader.read();
      heard += buffer.toString('latin1', 0, bytesRead);
    }
    return heard
      .slice(0, -end.length)
      .split('\n\n')
      .filter((record) => record !== '')
      .map(parseCall);
  };
  try {
    await use({
      ffmpegPath: join(folder, 'ffmpeg'),
      ffprobePath: join(folder, 'ffprobe'),
      searchPath,
      calls,
    });
  } finally {
    await reader.close();
  }
}

/** A folder with links to some of the system's programs and nothing else: a search path that lacks the others. */
export async function linkPrograms(folder: string, names: readonly string[]): Promise<string> {
  await mkdir(folder);
  for (const name of names) await symlink((await findProgram(name, searchPath)) ?? '', join(folder, name));
  return folder;
}
