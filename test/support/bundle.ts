import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { repositoryRoot } from '../../core/root.ts';
import server from '../../server/vite.config.ts';

export interface Bundle {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes one file of a program with all that it imports, as the server is built. For what is started many times:
 * through tsx each start takes two seconds of processor time, of which this leaves half a second.
 */
export async function bundle(program: string): Promise<Bundle> {
  const dist = join(repositoryRoot(), 'dist');
  await mkdir(dist, { recursive: true });
  const outDir = await mkdtemp(join(dist, '.program-'));
  const rolldownOptions = { input: program, output: { entryFileNames: '[name].js' } };
  await build({
    ...{ ...server, configFile: false, logLevel: 'error' },
    build: { ...server.build, outDir, sourcemap: false, rolldownOptions },
  });
  return {
    path: join(outDir, `${basename(program, '.ts')}.js`),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}
