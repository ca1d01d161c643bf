import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PermanentError } from '../../model/errors.ts';
import { downloadFile } from '../download.ts';
import { unpackFiles } from '../programs/unpack.ts';
import type { KnownModel, ModelFile } from './sherpa-catalogue.ts';
import { findModels, type LocalModels } from './sherpa-models.ts';

export interface Adding {
  readonly modelDir: string;
  readonly searchPath: string;
  readonly signal: AbortSignal;
  /** Bytes of this file that are here. */
  readonly onProgress: (file: ModelFile, doneBytes: number) => void;
}

const archiveEnding = '.tar.bz2';
const targetOf = ({ url }: ModelFile): string => basename(new URL(url).pathname).replace(archiveEnding, '');

/** Whether all of it is here, by the names of its files and folders. */
export async function hasModel(modelDir: string, known: KnownModel): Promise<boolean> {
  const found = await Promise.all(known.files.map((file) => isThere(join(modelDir, targetOf(file)))));
  return found.every((isFound) => isFound);
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Downloads what of a known model is not here, checks it byte by byte, and puts it below `modelDir`; gives what is
 * there then. Throws as `downloadFile` and `unpackFiles` do, and leaves what was downloaded for another try.
 */
export async function addModel(known: KnownModel, adding: Adding): Promise<LocalModels> {
  const { modelDir } = adding;
  const arrivals = join(modelDir, '.arriving');
  await mkdir(arrivals, { recursive: true });
  for (const file of known.files)
    if (!(await isThere(join(modelDir, targetOf(file))))) await addFile(file, adding, arrivals);
  await rm(arrivals, { recursive: true, force: true });
  const models = await findModels(modelDir);
  if (isRecognised(known, models)) return models;
  throw new PermanentError(
    `${known.name} was added to ${modelDir}, but it is not what its name says. Remove it there and add it again.`,
  );
}

async function addFile(file: ModelFile, adding: Adding, arrivals: string): Promise<void> {
  const { modelDir, signal, searchPath } = adding;
  const { url, sizeBytes, sha256 } = file;
  const path = join(arrivals, basename(new URL(url).pathname));
  const onProgress = (doneBytes: number) => adding.onProgress(file, doneBytes);
  if (!(await isThere(path))) await downloadFile({ url, path, sizeBytes, sha256, signal, onProgress });
  const target = join(modelDir, targetOf(file));
  if (!path.endsWith(archiveEnding)) return rename(path, target);
  const folder = await mkdtemp(join(arrivals, 'unpacked-'));
  const isOurs = (member: string) => member.startsWith(`${targetOf(file)}/`);
  const choose = (members: readonly string[]) => neededOf(members.filter(isOurs));
  try {
    await unpackFiles({ archivePath: path, folder, choose, searchPath, signal });
    await rename(join(folder, targetOf(file)), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await rm(path);
}

/** Archives hold each part in two sizes, of which the 8-bit one is used here, and recordings to try. */
export function neededOf(members: readonly string[]): string[] {
  const isSmaller = (member: string): boolean => members.includes(member.replace(/\.onnx$/, '.int8.onnx'));
  return members.filter(
    (member) =>
      /(tokens\.txt|\/LICENSE[^/]*|\/README[^/]*|\.int8\.onnx)$/i.test(member) ||
      (member.endsWith('.onnx') && !isSmaller(member)),
  );
}

function isRecognised({ kind, files }: KnownModel, models: LocalModels): boolean {
  if (kind === 'vad') return models.vad !== null;
  if (kind === 'speakers') return models.speakers !== null;
  const folders = files.map(targetOf);
  return models.speech.some((model) =>
    folders.some((folder) => model.files['tokens']?.includes(`/${folder}/`)),
  );
}
