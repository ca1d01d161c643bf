import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export type ModelFamily = 'transducer' | 'whisper' | 'moonshine';

/** A model that hears words, as its files show it. */
export interface SpeechModel {
  /** Of its folder, without what all of them begin with. */
  readonly name: string;
  readonly family: ModelFamily;
  /** Paths by their part: `encoder`, `decoder`, `joiner`, `tokens`, … */
  readonly files: Readonly<Record<string, string>>;
  /** BCP 47 primary tags, `null`: nobody says, or nearly all. */
  readonly languages: readonly string[] | null;
}

export interface LocalModels {
  readonly speech: readonly SpeechModel[];
  /** Says where somebody speaks at all. */
  readonly vad: string | null;
  /** Tell voices apart. */
  readonly speakers: { readonly segmentation: string; readonly embedding: string } | null;
}

/** The 25 of NVIDIA's model card of parakeet-tdt-0.6b-v3. */
const european = 'bg cs da de el en es et fi fr hr hu it lt lv mt nl pl pt ro ru sk sl sv uk'.split(' ');

/** What lies in a folder and in those right below it; nothing where there is no such folder. */
export async function findModels(modelDir: string): Promise<LocalModels> {
  const entries = await readdir(modelDir, { withFileTypes: true }).catch(ignoreMissing);
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(modelDir, entry.name);
    if (entry.isFile()) paths.push(path);
    else if (!entry.name.startsWith('.'))
      for (const name of await readdir(path).catch(ignoreMissing)) paths.push(join(path, name));
  }
  return recogniseModels(paths);
}

/** A link may lead nowhere, or to a file. */
function ignoreMissing(error: unknown): [] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return [];
  throw error;
}

/** Says what files are by their names, which k2-fsa gives the models it exports; of two sizes the 8-bit one. */
export function recogniseModels(paths: readonly string[]): LocalModels {
  const folders = new Map<string, string[]>();
  for (const path of paths.toSorted())
    folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), basename(path)]);
  const speech = [...folders].flatMap(([folder, names]) => speechModel(folder, names) ?? []);
  const segmentation = smallest(
    paths.filter((path) => /segmentation[^/]*(\/model[^/]*)?\.onnx$/i.test(path)),
  );
  const embedding = smallest(paths.filter((path) => embeddingName.test(basename(path))));
  return {
    speech,
    vad: smallest(paths.filter((path) => /^silero[_-]?vad.*\.onnx$/i.test(basename(path)))),
    speakers: segmentation !== null && embedding !== null ? { segmentation, embedding } : null,
  };
}

const embeddingName = /^(nemo_en_(titanet|speakerverification)|3dspeaker_|wespeaker_).*\.onnx$/i;

const smallest = (paths: readonly string[]): string | null => paths.toSorted(int8First).at(0) ?? null;

const int8First = (a: string, b: string): number =>
  Number(b.includes('.int8.')) - Number(a.includes('.int8.')) || (a < b ? -1 : 1);

type Shape = readonly [family: ModelFamily, parts: Readonly<Record<string, RegExp>>];

/** Whisper's files all begin with the size. Those of a model for live sound are named alike, but are something else. */
const shapes: readonly Shape[] = [
  [
    'transducer',
    {
      encoder: /^encoder.*\.onnx$/,
      decoder: /^decoder.*\.onnx$/,
      joiner: /^joiner.*\.onnx$/,
      tokens: /^tokens\.txt$/,
    },
  ],
  [
    'moonshine',
    {
      preprocessor: /^preprocess.*\.onnx$/,
      encoder: /^encode.*\.onnx$/,
      uncachedDecoder: /^uncached_decode.*\.onnx$/,
      cachedDecoder: /^cached_decode.*\.onnx$/,
      tokens: /^tokens\.txt$/,
    },
  ],
  [
    'whisper',
    {
      encoder: /^.+-encoder(\.int8)?\.onnx$/,
      decoder: /^.+-decoder(\.int8)?\.onnx$/,
      tokens: /.+-tokens\.txt$/,
    },
  ],
];

function speechModel(folder: string, names: readonly string[]): SpeechModel | null {
  if (/streaming/i.test(basename(folder))) return null;
  for (const [family, parts] of shapes) {
    const found = Object.entries(parts).map(
      ([part, pattern]) => [part, smallest(names.filter((name) => pattern.test(name)))] as const,
    );
    const files = found.flatMap(([part, name]) =>
      name === null ? [] : [[part, join(folder, name)] as const],
    );
    if (files.length < found.length) continue;
    const name = plainName(basename(folder));
    const size = names.find((one) => one.endsWith('-tokens.txt'))?.replace(/-tokens\.txt$/, '') ?? '';
    return { name, family, files: Object.fromEntries(files), languages: languagesOf(family, name, size) };
  }
  return null;
}

function languagesOf(family: ModelFamily, name: string, size: string): readonly string[] | null {
  if (family === 'whisper') return /\.en$|^distil-/.test(size) ? ['en'] : null;
  if (/parakeet.*-v3/.test(name)) return european;
  if (/parakeet.*-v2/.test(name)) return ['en'];
  if (family === 'transducer') return null;
  const language = /-([a-z]{2})(-|$)/.exec(name)?.[1];
  return language === undefined ? null : [language];
}

const plainName = (folder: string): string => folder.replace(/^sherpa-onnx-(nemo-)?/, '');

/** The model to use: the one that is asked for by its folder, else the only one; `null`: nobody can tell. */
export function chooseModel({ speech }: LocalModels, wanted: string | null): SpeechModel | null {
  const fitting = wanted === null ? speech : speech.filter((model) => model.name === plainName(wanted));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
