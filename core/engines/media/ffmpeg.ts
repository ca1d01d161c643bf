import buildCommand from 'fluent-ffmpeg';
import type { MediaRun, MediaTools } from '../../ports/media-tools.ts';
import { defaultSearchPath } from '../programs/find.ts';
import { findGuards, type Guards, guardWords, rememberedGuards } from '../programs/guards.ts';
import { runProgram } from '../programs/run.ts';
import { measureChannels } from './channel-levels.ts';
import { compressSpeech } from './compress-speech.ts';
import { diagnoseTools } from './diagnose.ts';
import { fileUrl, inputOptions } from './gate.ts';
import { measurePeaks } from './peaks.ts';
import { makePoster } from './poster.ts';
import { probeRecording } from './probe.ts';
import { renderRecording } from './render.ts';
import { findSlideChanges } from './slide-changes.ts';
import { sniffContainer } from './sniff.ts';
import { makeStoryboard } from './storyboard.ts';
import { extractSubtitles } from './subtitles.ts';
import type { FfmpegCall, MediaLimits, Toolbox } from './toolbox.ts';
import { extractWav } from './wav.ts';

/** What the tools report; pino's logger is one. */
export interface MediaLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface FfmpegSettings {
  /** Default: looked up in `searchPath`. */
  readonly ffmpegPath?: string | undefined;
  readonly ffprobePath?: string | undefined;
  /** Where programs are looked for; all that a child process knows of our environment. */
  readonly searchPath?: string | undefined;
  /** Threads of one encode. */
  readonly threads: number;
  readonly limits: MediaLimits;
  readonly log: MediaLog;
}

/**
 * One microsecond. Without an offset ffmpeg moves time 0 of MPEG-TS and the like to the first stream that is
 * *used* ("Correcting start time", ffmpeg.c): sound that starts 3 s late would be 3 s early in the WAV and
 * right in the rendition. Any offset of our own keeps time 0 at the earliest stream of the file in every call.
 */
const keepFileStart = ['-itsoffset', '0.000001'];

/**
 * The arguments of one call. fluent-ffmpeg builds the command line and nothing more: run by it, a command would
 * have no process group, no time limit that ends children, the whole environment and unbounded output, and its
 * `ffprobe`, `screenshots` and `progress` open the recording without the gate. `_getArguments` is in its types
 * and its last release (2.1.3, archived). Options go in as a list of arguments: an array would be split at blanks.
 */
export function ffmpegArguments(call: FfmpegCall): string[] {
  const { source, outputPath } = call;
  return buildCommand()
    .input(fileUrl(source.path))
    .inputOptions(
      ...['-nostdin', '-hide_banner', '-y', '-nostats', '-v', call.logLevel ?? 'error'],
      ...inputOptions(source.container),
      ...keepFileStart,
      ...(call.inputOptions ?? []),
    )
    .output(outputPath === null ? '-' : fileUrl(outputPath))
    .outputOptions(...call.outputOptions)
    ._getArguments();
}

function openToolbox(settings: FfmpegSettings, guards: () => Promise<Guards>): Toolbox {
  const {
    ffmpegPath = 'ffmpeg',
    ffprobePath = 'ffprobe',
    searchPath = defaultSearchPath,
    limits,
    log,
  } = settings;
  return {
    threads: settings.threads,
    limits,
    async ffmpeg(call, { signal, scratchDir, isBackground }) {
      const { cpuSeconds, timeoutMs } = call.effort;
      const bounds = { cpuSeconds, fileBytes: limits.outputBytes, isBackground };
      const wrappers = guardWords(await guards(), bounds);
      const words = [...wrappers, ffmpegPath, ...ffmpegArguments(call)];
      log.debug({ words }, 'ffmpeg');
      const { onLine, onBytes, stdoutBytes } = call;
      return runProgram({
        words,
        cwd: scratchDir,
        searchPath,
        signal,
        timeoutMs,
        onLine,
        onBytes,
        stdoutBytes,
      });
    },
    async ffprobe({ source, options, effort }, { signal, scratchDir, isBackground }) {
      const { cpuSeconds, timeoutMs } = effort;
      const wrappers = guardWords(await guards(), { cpuSeconds, fileBytes: 0, isBackground });
      const input = [...inputOptions(source.container), '-i', fileUrl(source.path)];
      const words = [...wrappers, ffprobePath, '-v', 'error', '-hide_banner', ...options, ...input];
      log.debug({ words }, 'ffprobe');
      return runProgram({ words, cwd: scratchDir, searchPath, signal, timeoutMs });
    },
  };
}

function guardsFor({ searchPath = defaultSearchPath, log }: FfmpegSettings): () => Promise<Guards> {
  return rememberedGuards(
    () => findGuards(searchPath),
    (missing) => log.warn({ missing }, 'programs run without some protections; see `doctor`'),
  );
}

/** Compresses sound for engines that send it elsewhere: a WAV in, the path of a file in the scratch folder out. */
export function speechCompressor(settings: FfmpegSettings) {
  const toolbox = openToolbox(settings, guardsFor(settings));
  return (wavPath: string, run: Pick<MediaRun, 'signal' | 'scratchDir'>): Promise<string> =>
    compressSpeech(wavPath, toolbox, run);
}

/** Recordings by ffmpeg 5 and later, every call behind the gate (`gate.ts`), guarded and bounded (`programs/run.ts`). */
export function ffmpegTools(settings: FfmpegSettings): MediaTools {
  const { ffmpegPath = 'ffmpeg', ffprobePath = 'ffprobe', searchPath = defaultSearchPath } = settings;
  const guards = guardsFor(settings);
  const toolbox = openToolbox(settings, guards);
  return {
    recognises: (head) => sniffContainer(Buffer.from(head.buffer, head.byteOffset, head.byteLength)) !== null,
    probe: (path, run) => probeRecording(path, toolbox, run),
    render: (path, probe, step, run) => renderRecording({ path, probe, step, toolbox, run }),
    poster: (path, probe, run) => makePoster(path, probe, toolbox, run),
    storyboard: (path, probe, run) => makeStoryboard(path, probe, toolbox, run),
    peaks: (path, probe, count, run) => measurePeaks({ path, probe, count, toolbox, run }),
    slideChanges: (path, probe, run) => findSlideChanges(path, probe, toolbox, run),
    channelLevels: (path, probe, run) => measureChannels(path, probe, toolbox, run),
    wav: (path, probe, run, channel) => extractWav(path, probe, toolbox, run, channel),
    subtitles: (path, probe, run, language) => extractSubtitles({ path, probe, toolbox, run, language }),
    diagnose: async () => diagnoseTools({ ffmpegPath, ffprobePath, searchPath, guards: await guards() }),
  };
}
