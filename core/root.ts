import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of Brownbag's own package.json, from sources and from compiled output alike.
 * Everything that is not TypeScript (migrations, the built web app) is found from here.
 */
export function repositoryRoot(from = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (packageName(join(folder, 'package.json')) === 'brownbag') return folder;
    if (folder === dirname(folder)) throw new Error(`No package.json of Brownbag above ${from}`);
  }
}

function packageName(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).name;
  } catch {
    return undefined;
  }
}
