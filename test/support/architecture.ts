import { dirname, join } from 'node:path/posix';

/**
 * A part of the repository and what it may import besides itself: other rooms, and, where given, no other
 * libraries than these.
 */
interface Room {
  readonly name: string;
  readonly has: (file: string) => boolean;
  readonly rooms: readonly string[];
  readonly libraries?: (library: string) => boolean;
}

const below = (folder: string) => (file: string) => file.startsWith(`${folder}/`);
const all = ['core/model', 'core/api', 'core/ports', 'core/root', 'drizzle'];

/** The table "Who may import whom". The first room that has a file is its room. */
const rooms: readonly Room[] = [
  { name: 'test', has: (file) => /^test\/|\.test\.tsx?$|\.config\.ts$/.test(file), rooms: ['*'] },
  { name: 'core/model', has: below('core/model'), rooms: [], libraries: () => false },
  {
    name: 'core/api',
    has: below('core/api'),
    rooms: ['core/model'],
    libraries: (library) => library === 'zod',
  },
  {
    name: 'core/ports',
    has: below('core/ports'),
    rooms: ['core/model'],
    libraries: (library) => library === 'node:stream',
  },
  { name: 'core/engines', has: below('core/engines'), rooms: ['core/model', 'core/ports', 'drizzle'] },
  { name: 'core/actions', has: below('core/actions'), rooms: all },
  {
    name: 'configuration',
    has: (file) => /^core\/config[^/]*\.ts$/.test(file),
    rooms: ['core/model', 'core/api'],
  },
  {
    name: 'core/compose',
    has: (file) => /^core\/compose[^/]*\.ts$/.test(file),
    rooms: [...all, 'core/engines', 'core/actions', 'configuration', 'core/parts'],
  },
  { name: 'core/parts', has: (file) => file === 'core/parts.ts', rooms: ['core/ports', 'drizzle'] },
  { name: 'core/root', has: (file) => file === 'core/root.ts', rooms: [] },
  { name: 'drizzle', has: below('drizzle'), rooms: ['core/model', 'core/root'] },
  { name: 'workers', has: below('workers'), rooms: [...all, 'core/actions'] },
  {
    name: 'start',
    has: (file) => /^server\/((main|start[^/]*)\.ts$|cli\/)/.test(file),
    rooms: ['*'],
  },
  { name: 'server', has: below('server'), rooms: [...all, 'core/actions'] },
  {
    name: 'web',
    has: below('web'),
    rooms: ['core/model', 'core/api'],
    libraries: (library) => !library.startsWith('node:'),
  },
];

/** Where an engine may be named: its own files, besides the configuration, compose and the starter. */
const engines: readonly { readonly name: RegExp; readonly home: RegExp }[] = [
  { name: /meili/i, home: /\/search\/meilisearch/ },
  { name: /redis/i, home: /\/queue\/redis/ },
  { name: /openai/i, home: /\/(transcriber|tagger|embedder)\/openai|\/engines\/openai/ },
  { name: /(?<![a-z0-9])s3(?![0-9])/i, home: /\/store\/s3/ },
  { name: /pocketsphinx/i, home: /\/transcriber\/pocketsphinx/ },
  { name: /sherpa/i, home: /\/transcriber\/sherpa/ },
];
const mayNameEngines = (file: string): boolean =>
  /^core\/(config|compose)[^/]*\.ts$|^server\/cli\/setup\//.test(file) || roomOf(file)?.name === 'test';

/** What a file imports, in order; comments and template literals are not looked at. */
export function importsOf(source: string): readonly string[] {
  const code = withoutComments(source).replace(/`(?:\\.|[^`\\])*`/gs, '``');
  const statements = code.matchAll(
    /\b(?:import|export)\s+(?:[\w$*{},\s]*?\bfrom\s*)?(['"])(.+?)\1|\bimport\(\s*(['"])(.+?)\3/g,
  );
  return [...statements].flatMap((match) => match[2] ?? match[4] ?? []);
}

function withoutComments(source: string): string {
  const text = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/.source;
  return source.replace(
    new RegExp(`(${text})|/\\*.*?\\*/|//[^\\n]*`, 'gs'),
    (_, kept?: string) => kept ?? ' ',
  );
}

function roomOf(file: string): Room | undefined {
  return rooms.find((room) => room.has(file));
}

/** Every rule that `file` (a path from the root, with `/`) breaks, each a sentence. */
export function violationsOf(file: string, source: string): readonly string[] {
  const code = withoutComments(source);
  // What is imported is judged by rooms; a neighbour may have an engine in its file name.
  const words = code.replace(/\bfrom\s*(['"]).+?\1/g, '');
  const isTest = roomOf(file)?.name === 'test';
  const isCommand = roomOf(file)?.name === 'start';
  const broken = importsOf(source).flatMap((specifier) => wrongImport(file, specifier) ?? []);
  if (/\bexport\s+default\b/.test(code) && !isTest) broken.push('has a default export');
  if (source.split('\n').length > 400) broken.push('has more than 400 lines: split it by subject');
  if (/\bprocess\.env\b/.test(code) && !isTest && !isCommand) broken.push('reads the environment');
  if (/\bconsole\./.test(code) && !isTest && !file.startsWith('server/cli/'))
    broken.push('writes to the console');
  for (const { name, home } of engines) {
    if (name.test(words) && !home.test(file) && !mayNameEngines(file))
      broken.push(`names an engine (${name.source})`);
  }
  return broken.map((rule) => `${file} ${rule}`);
}

/** All that engines start goes through these. */
const startsPrograms = below('core/engines/programs');

function wrongImport(file: string, specifier: string): string | undefined {
  const room = roomOf(file);
  if (room === undefined) return 'is in no room';
  if (specifier === 'fluent-ffmpeg' && file !== 'core/engines/media/ffmpeg.ts')
    return 'imports fluent-ffmpeg';
  if (specifier === 'node:child_process' && room.name === 'core/engines' && !startsPrograms(file))
    return 'starts programs without their guards';
  if (!specifier.startsWith('.')) {
    return room.libraries?.(specifier) === false ? `imports ${specifier}` : undefined;
  }
  if (room.rooms.includes('*')) return undefined;
  const target = roomOf(join(dirname(file), specifier));
  const isAllowed = target !== undefined && (target === room || room.rooms.includes(target.name));
  return isAllowed ? undefined : `imports ${specifier} of ${target?.name ?? 'no room'}`;
}
