import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from './product.ts';

/** Files on their way in an installation: scratch folders of the workers, and uploads that are not whole. */
export const unfinishedFiles = ({ dataDir }: Product): readonly string[] =>
  ['tmp', 'media/.incoming', 'uploads'].flatMap((folder) => filesBelow(join(dataDir, folder)));

function filesBelow(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // A stage that ends takes its folder away.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
