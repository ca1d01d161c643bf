import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { ffmpegTools } from '../../../core/engines/media/ffmpeg.ts';
import type { MediaTools } from '../../../core/ports/media-tools.ts';

export interface RecordingTools {
  readonly tools: MediaTools;
  /** The command lines since the last call of this function. */
  takeCalls(): readonly (readonly string[])[];
}

/** The engine as the product uses it, and what it says to ffmpeg and ffprobe. */
export function openRecordingTools(): RecordingTools {
  let calls: (readonly string[])[] = [];
  const tools = ffmpegTools({
    threads: availableParallelism(),
    limits: { durationSeconds: 12 * 3600, outputBytes: 16 * 1024 ** 3 },
    log: {
      warn() {},
      debug(fields) {
        if ('words' in fields && Array.isArray(fields.words)) calls.push(fields.words.map(String));
      },
    },
  });
  return {
    tools,
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

/** Options of the gate and of following the progress, each with a value. */
const protection = [
  ...['-protocol_whitelist', '-format_whitelist', '-codec_whitelist', '-max_streams', '-max_pixels'],
  ...['-probesize', '-analyzeduration', '-itsoffset', '-progress', '-stats_period'],
];

/** The command a person would type for the same work: without wrappers, gate and progress. */
export function plainWords(words: readonly string[]): string[] {
  const start = words.findIndex((word) => word === 'ffmpeg' || word === 'ffprobe');
  const input = words.indexOf('-i');
  return words
    .map((word, at) => ({ word, at }))
    .filter(({ at }) => at >= start)
    .filter(({ at }) => {
      const [option = '', before = ''] = [words[at], words[at - 1]];
      if (protection.includes(option) || protection.includes(before)) return false;
      // the forced demuxer
      return !(at < input && (option === '-f' || before === '-f'));
    })
    .map(({ word }) => word);
}

/** Runs a command at the priority of the product's own, so that both get their share of a busy machine. */
export async function runPlain(words: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
  const child = spawn('nice', ['-n', '10', ...words], { cwd, signal, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`Status ${code} of ${words.join(' ')}`);
}
