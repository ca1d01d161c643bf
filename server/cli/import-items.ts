import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isCaptionsName } from '../../core/model/media-names.ts';
import { UsageError } from './command.ts';

/** One session to be: a recording with or without captions, or captions alone. */
export interface ImportItem {
  readonly path: string;
  readonly captionsPath: string | null;
  readonly isTranscript: boolean;
}

/** Only what a folder is searched for; a file that is named is taken whatever it is called. */
const recordingEndings = new Set(
  '.mp4 .m4v .mov .webm .mkv .mp3 .m4a .aac .wav .ogg .oga .opus .flac .aiff .aif .caf .avi .ts .mts .wmv .wma .flv'.split(
    ' ',
  ),
);

const endingOf = (path: string) => extname(path).toLowerCase();

interface FindOptions {
  readonly hasCaptions: boolean;
  readonly transcriptsOnly: boolean;
}

/** Finds what to import below files and folders, by name; hidden files are left out. Throws UsageError. */
export async function findItems(paths: readonly string[], options: FindOptions): Promise<ImportItem[]> {
  const items: ImportItem[] = [];
  for (const path of paths) {
    const isFolder = (await statGiven(path)).isDirectory();
    const files = isFolder ? await listFiles(path) : [path];
    const wanted = files.filter((file) =>
      options.transcriptsOnly ? isCaptionsName(file) : isWanted(file, isFolder),
    );
    for (const file of wanted) items.push(await toItem(file, options));
  }
  return items;
}

async function statGiven(path: string) {
  return stat(path).catch((cause: unknown) => {
    throw new UsageError(`There is no file or folder ${path} that could be read.`, { cause });
  });
}

const isWanted = (file: string, isFolder: boolean) =>
  isFolder ? recordingEndings.has(endingOf(file)) : !isCaptionsName(file);

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await listFiles(path)));
    else if (entry.isFile()) files.push(path);
  }
  return files;
}

async function toItem(path: string, { hasCaptions, transcriptsOnly }: FindOptions): Promise<ImportItem> {
  if (transcriptsOnly) return { path, captionsPath: path, isTranscript: true };
  return { path, captionsPath: hasCaptions ? await findCaptions(path) : null, isTranscript: false };
}

/** `talk.vtt` or `talk.en.vtt` beside `talk.mp4`; the shortest name wins. */
async function findCaptions(recording: string): Promise<string | null> {
  const stem = basename(recording, extname(recording)).toLowerCase();
  const names = await readdir(dirname(recording));
  const matching = names.filter(
    (name) =>
      isCaptionsName(name) &&
      (basename(name, extname(name)).toLowerCase() === stem || name.toLowerCase().startsWith(`${stem}.`)),
  );
  matching.sort((a, b) => a.length - b.length || a.localeCompare(b));
  return matching[0] === undefined ? null : join(dirname(recording), matching[0]);
}
