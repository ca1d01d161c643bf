import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export const isAlive = (pid: string): Promise<boolean> =>
  promisify(execFile)('kill', ['-0', pid.trim()]).then(
    () => true,
    () => false,
  );

/** What a file says as soon as it is there; whoever makes it renames it when it is whole. */
export async function readWhenThere(path: string): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return text;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
