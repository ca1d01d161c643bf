import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { repositoryRoot } from '../../core/root.ts';
import { environment, makeProduct } from '../support/product.ts';
import { waitUntil } from '../support/wait-until.ts';

test('SIGTERM to npm reaches the program, which leaves no process behind', async () => {
  const product = await makeProduct({}, { makesDatabase: true });
  onTestFinished(() => product.remove());
  const env = environment({ DATA_DIR: product.dataDir, PORT: '0', SAMPLE: 'off' });
  const npm = spawn('npm', ['start'], { cwd: repositoryRoot(), env, detached: true, stdio: 'pipe' });
  onTestFinished(() => {
    if (npm.exitCode === null && npm.pid !== undefined) process.kill(-npm.pid, 'SIGKILL');
  });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  await waitUntil(() => npm.exitCode !== null || said.includes('Brownbag is ready'));
  expect(product.processes().length).toBeGreaterThan(0);
  const ended = once(npm, 'exit');
  npm.kill('SIGTERM');
  await ended;
  await waitUntil(() => product.processes().length === 0);
});

test('npm run cli passes its arguments on', async () => {
  const args = ['run', '--silent', 'cli', '--', '--help'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: repositoryRoot(), env: environment({}) });
  expect(stdout).toContain('Usage: npm run cli -- <command>');
});
