import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { isCaptionsName } from '../../core/model/media-names.ts';
import { pairCaptions } from '../../core/model/pair-captions.ts';

/** One session to be: a recording with or without captions, or captions alone. */
export interface ImportItem {
  readonly path: string;
  readonly captionsPath: string | null;
  readonly isTranscript: boolean;
}

export interface FindOptions {
  readonly hasCaptions: boolean;
  readonly transcriptsOnly: boolean;
}

export interface Found {
  readonly items: readonly ImportItem[];
  /** Files and folders that could not be looked at; the rest was. */
  readonly unreadable: readonly { readonly path: string; readonly error: unknown }[];
}

/** Only what a folder is searched for; a file that is named is taken whatever it is called. */
const recordingEndings = new Set(
  [
    '.mp4 .m4v .mov .qt .3gp .3g2 .webm .mkv .avi .ts .mts .m2ts .wmv .asf .flv .f4v .ogv',
    '.mp3 .m4a .m4b .aac .amr .wav .bwf .w64 .ogg .oga .opus .spx .flac .aiff .aif .aifc .caf .mka .weba .wma',
  ].flatMap((endings) => endings.split(' ')),
);
/** What browsers and sync programs add to the name of a file, or folder, that is still on its way. */
const unfinishedEndings = [
  '.part',
  '.partial',
  '.crdownload',
  '.opdownload',
  '.download',
  '.filepart',
  '.tmp',
];
/** The same before the ending: `talk.temp.mp4`. */
const unfinishedMiddles = ['.part', '.temp', '.tmp'];

const endingOf = (path: string) => extname(path).toLowerCase();

/** Finds what to import below files and folders, by name, each file once; hidden and unfinished ones are left out. */
export async function findItems(paths: readonly string[], options: FindOptions): Promise<Found> {
  const items = new Map<string, ImportItem>();
  const unreadable: { path: string; error: unknown }[] = [];
  const add = (path: string, captions: ReadonlyMap<string, string>) => {
    if (!items.has(resolve(path))) items.set(resolve(path), toItem(path, captions, options));
  };
  for (const path of paths) await look(path, () => search(path));
  return { items: [...items.values()], unreadable };

  async function look(path: string, search: () => Promise<void>): Promise<void> {
    try {
      await search();
    } catch (error) {
      unreadable.push({ path, error });
    }
  }

  async function search(path: string): Promise<void> {
    if ((await stat(path)).isDirectory()) return searchFolder(path);
    if (isCaptionsName(path) === options.transcriptsOnly)
      add(path, captionsOf([basename(path), ...(await readdir(dirname(path))).sort(byName)]));
  }

  async function searchFolder(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => byName(a.name, b.name));
    const names = new Set(entries.map(({ name }) => name));
    const finished = entries.filter(({ name }) => !isHiddenOrUnfinished(name, names));
    const captions = captionsOf(finished.map(({ name }) => name));
    const isWanted = ({ name }: Dirent) =>
      options.transcriptsOnly ? isCaptionsName(name) : isRecordingName(name);
    for (const entry of finished) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await look(path, () => searchFolder(path));
      else if (entry.isFile() && isWanted(entry)) add(path, captions);
    }
  }
}

const isRecordingName = (name: string) => recordingEndings.has(endingOf(name));
const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
const withoutEnding = (name: string) => basename(name, extname(name));

/** `.talk.mp4`, `~talk.mp4`, `talk.mp4.part`, `talk.temp.mp4`, and `talk.mp4` while `talk.mp4.part` is beside it. */
const isHiddenOrUnfinished = (name: string, names: ReadonlySet<string>): boolean =>
  /^[.~]/.test(name) ||
  unfinishedEndings.includes(endingOf(name)) ||
  unfinishedMiddles.includes(endingOf(withoutEnding(name))) ||
  unfinishedEndings.some((ending) => names.has(`${name}${ending}`));

function toItem(
  path: string,
  captions: ReadonlyMap<string, string>,
  { hasCaptions, transcriptsOnly }: FindOptions,
): ImportItem {
  if (transcriptsOnly) return { path, captionsPath: path, isTranscript: true };
  const name = hasCaptions ? captions.get(basename(path)) : undefined;
  return { path, captionsPath: name === undefined ? null : join(dirname(path), name), isTranscript: false };
}

/** The captions of each recording among these names; the first is one whatever it is called. */
function captionsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const [first] = names;
  const known = names.filter((name) => name === first || isCaptionsName(name) || isRecordingName(name));
  const files = [...new Set(known)].map((name) => ({ name }));
  const pairs = pairCaptions(files).flatMap(({ recording, captions }) =>
    recording && captions ? [[recording.name, captions.name] as const] : [],
  );
  return new Map(pairs);
}
