import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Guards } from '../programs/guards.ts';

export interface DiagnoseRequest {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  readonly searchPath: string;
  readonly guards: Guards;
}

const missingGuards: Readonly<Record<keyof Guards, string>> = {
  setpriv:
    'setpriv is missing (apt-get install util-linux): a conversion may outlive Brownbag when it is killed.',
  prlimit:
    'prlimit is missing (apt-get install util-linux): conversions run without limits of memory and time.',
  nice: 'nice is missing (apt-get install coreutils): conversions slow down everything else.',
};

/** Missing programs and protections, as sentences with what to do. */
export async function diagnoseTools(request: DiagnoseRequest): Promise<readonly string[]> {
  const { ffmpegPath, ffprobePath, searchPath, guards } = request;
  const ask = async (program: string, list: string): Promise<string> => {
    const options = { env: { PATH: searchPath }, timeout: 10_000 };
    const answer = promisify(execFile)(program, ['-hide_banner', list], options);
    return answer.then(
      ({ stdout }) => stdout,
      () => '',
    );
  };
  const [encoders, version] = await Promise.all([ask(ffmpegPath, '-encoders'), ask(ffprobePath, '-version')]);
  const programs = [
    encoders === '' ? 'ffmpeg is missing. Run: apt-get install ffmpeg' : null,
    version === '' ? 'ffprobe is missing. Run: apt-get install ffmpeg' : null,
    encoders !== '' && !encoders.includes('libx264')
      ? 'This ffmpeg cannot write H.264 (libx264 is missing): recordings that do not play everywhere cannot be converted.'
      : null,
  ];
  const guardNames = ['setpriv', 'prlimit', 'nice'] as const;
  const unguarded = guardNames.filter((name) => !guards[name]).map((name) => missingGuards[name]);
  return [...programs.filter((sentence) => sentence !== null), ...unguarded];
}
