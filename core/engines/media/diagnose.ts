import { tmpdir } from 'node:os';
import type { MediaDiagnosis } from '../../ports/media-tools.ts';
import { type Guards, guardWords } from '../programs/guards.ts';
import { runProgram } from '../programs/run.ts';
import { webpEncoder } from './still-image.ts';

export interface DiagnoseRequest {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  readonly searchPath: string;
  readonly guards: Guards;
}

const missingGuards: Readonly<Record<keyof Guards, string>> = {
  unshare:
    'unshare cannot cut programs off from the network here (it needs util-linux, and root or user namespaces): run workers where they reach nothing but the database and the store.',
  setpriv:
    'setpriv is missing (apt-get install util-linux): a conversion may outlive Brownbag when it is killed.',
  prlimit:
    'prlimit is missing (apt-get install util-linux): conversions run without limits of memory and time.',
  nice: 'nice is missing (apt-get install coreutils): conversions slow down everything else.',
};

/** What nothing works without; other decoders that are missing only narrow what can be uploaded. */
const neededCodecs = [
  ['-encoders', 'libx264', 'write H.264 (libx264 is missing)'],
  ['-encoders', 'aac', 'write AAC'],
  ['-decoders', 'h264', 'read H.264'],
  ['-decoders', 'aac', 'read AAC'],
] as const;

/** `-fps_mode` came with it. */
const oldestVersion = 5.1;

function versionProblem(answer: string): string | null {
  // builds from a checkout say `N-` and a commit: nothing to compare
  const version = /^ffmpeg version n?(\d+\.\d+)/.exec(answer)?.[1];
  if (version === undefined || Number(version) >= oldestVersion) return null;
  return `This ffmpeg is version ${version}, and ${oldestVersion} is the oldest that works: recordings cannot be converted.`;
}

/** Lines such as ` V....D libx264   H.264 / AVC …` */
const hasCodec = (list: string, name: string): boolean =>
  list.split('\n').some((line) => line.trim().split(/\s+/)[1] === name);

/** Missing programs, abilities and protections, as sentences with what to do. */
export async function diagnoseTools(request: DiagnoseRequest): Promise<MediaDiagnosis> {
  const { ffmpegPath, ffprobePath, searchPath, guards } = request;
  const timeoutMs = 10_000;
  const guardedBy = guardWords(guards, { cpuSeconds: timeoutMs / 1000, fileBytes: 0 });
  const ask = async (program: string, list: string): Promise<string> => {
    const words = [...guardedBy, program, '-hide_banner', list];
    const { signal } = new AbortController();
    const answer = runProgram({ words, cwd: tmpdir(), searchPath, signal, timeoutMs });
    return answer.then(
      ({ stdout }) => stdout,
      () => '',
    );
  };
  const [version, encoders, decoders, probeVersion] = await Promise.all([
    ask(ffmpegPath, '-version'),
    ask(ffmpegPath, '-encoders'),
    ask(ffmpegPath, '-decoders'),
    ask(ffprobePath, '-version'),
  ]);
  const lists = { '-encoders': encoders, '-decoders': decoders };
  const lacking = neededCodecs.filter(([list, name]) => !hasCodec(lists[list], name));
  const isThere = version !== '';
  const programs = [
    isThere ? versionProblem(version) : 'ffmpeg is missing. Run: apt-get install ffmpeg',
    probeVersion === '' ? 'ffprobe is missing. Run: apt-get install ffmpeg' : null,
    ...(isThere ? lacking.map(([, , ability]) => `This ffmpeg cannot ${ability}: ${consequence}`) : []),
  ];
  const guardNames = ['unshare', 'setpriv', 'prlimit', 'nice'] as const;
  return {
    failures: programs.filter((sentence) => sentence !== null),
    warnings: [
      ...guardNames.filter((name) => !guards[name]).map((name) => missingGuards[name]),
      ...(isThere && !hasCodec(encoders, webpEncoder) ? [noWebp] : []),
    ],
  };
}

const noWebp =
  'This ffmpeg cannot write WebP (libwebp is missing): posters and previews are JPEG, which is often larger. Install the ffmpeg of your distribution.';
const consequence = 'most recordings cannot be made playable. Install the ffmpeg of your distribution.';
