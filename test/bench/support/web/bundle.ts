import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { repositoryRoot } from '../../../../core/root.ts';
import type { BenchRun } from '../bench.ts';
import { printFigure } from '../print.ts';

/** What of vite's manifest says who loads what. */
const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().default(false),
    isDynamicEntry: z.boolean().default(false),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
  }),
);
type Manifest = z.infer<typeof Manifest>;

const initialKilobytes = 120;
const routeKilobytes = 40;

/** The script of the first look, and what each page and each panel loads beyond it, gzipped. */
export async function measureBundle({ dir, signal }: BenchRun): Promise<void> {
  const outDir = join(dir, 'web');
  const words = ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn', '--outDir', outDir];
  await promisify(execFile)(
    process.execPath,
    ['node_modules/vite/bin/vite.js', ...words, '--emptyOutDir', '--manifest'],
    { cwd: repositoryRoot(), env: { ...process.env, NODE_ENV: 'production' }, signal },
  );
  const manifest = Manifest.parse(JSON.parse(await readFile(join(outDir, '.vite/manifest.json'), 'utf8')));
  const names = Object.keys(manifest);
  const kilobytes = await sizesOf(manifest, outDir);
  const sum = (chunks: Iterable<string>) =>
    [...chunks].reduce((total, name) => total + (kilobytes.get(name) ?? 0), 0);

  const initial = closure(
    manifest,
    names.filter((name) => manifest[name]?.isEntry),
  );
  printFigure('initial JS, gzip', sum(initial), 'kB', { atMost: initialKilobytes });
  const later = names.filter((name) => manifest[name]?.isDynamicEntry && !initial.has(name));
  const further = later.map((name) => {
    const askedBy = names.filter((asking) => manifest[asking]?.dynamicImports.includes(name));
    const isThere = new Set([...initial, ...closure(manifest, askedBy.slice(0, 1))]);
    return { name, size: sum([...closure(manifest, [name])].filter((chunk) => !isThere.has(chunk))) };
  });
  const isPage = ({ name }: { readonly name: string }) => /-page\.tsx$/.test(name);
  for (const { name, size } of further.filter(isPage))
    printFigure(`  further JS of ${shortOf(name)}`, size, 'kB', { atMost: routeKilobytes });
  const parts = further.filter((each) => !isPage(each)).toSorted((a, b) => b.size - a.size);
  const [largest] = parts;
  if (largest)
    printFigure(
      `  largest of ${parts.length} parts on demand, ${shortOf(largest.name)}`,
      largest.size,
      'kB',
      {
        atMost: routeKilobytes,
      },
    );
}

const shortOf = (name: string): string => name.replace(/^.*src\//, '').replace(/\.tsx?$/, '');

async function sizesOf(manifest: Manifest, outDir: string): Promise<ReadonlyMap<string, number>> {
  const scripts = Object.entries(manifest).filter(([, { file }]) => file.endsWith('.js'));
  return new Map(
    await Promise.all(
      scripts.map(async ([name, { file }]) => {
        const bytes = gzipSync(await readFile(join(outDir, file))).length;
        return [name, bytes / 1_000] as const;
      }),
    ),
  );
}

/** The chunks and all that they import before they run. */
function closure(manifest: Manifest, names: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const imported of manifest[name]?.imports ?? []) visit(imported);
  };
  for (const name of names) visit(name);
  return reached;
}
