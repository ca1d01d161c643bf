import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, setPriority } from 'node:os';
import { ffmpegTools } from '../../../core/engines/media/ffmpeg.ts';
import type { MediaTools } from '../../../core/ports/media-tools.ts';
import { cpuSeconds } from './timing.ts';

/** One program that the engine started. */
export interface EngineCall {
  readonly words: readonly string[];
  /** Of it, and of this process until the next one was started. */
  readonly cpuSeconds: number;
}

export interface RecordingTools {
  readonly tools: MediaTools;
  /** What was called since the last call of this function, in order. */
  takeCalls(): readonly EngineCall[];
}

/** The engine as the product uses it, and what it says to ffmpeg and ffprobe, one after the other. */
export function openRecordingTools(): RecordingTools {
  let calls: { readonly words: readonly string[]; readonly startedAt: number }[] = [];
  const tools = ffmpegTools({
    threads: availableParallelism(),
    limits: { durationSeconds: 12 * 3600, outputBytes: 16 * 1024 ** 3 },
    log: {
      warn() {},
      debug(fields) {
        if ('words' in fields && Array.isArray(fields.words))
          calls.push({ words: fields.words.map(String), startedAt: cpuSeconds() });
      },
    },
  });
  return {
    tools,
    takeCalls() {
      const now = cpuSeconds();
      const taken = calls.map(({ words, startedAt }, at) => ({
        words,
        cpuSeconds: (calls[at + 1]?.startedAt ?? now) - startedAt,
      }));
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

/** The command a person would type for the same work: without wrappers, gate, progress and list of key frames. */
export function plainWords(words: readonly string[]): string[] {
  const start = words.findIndex((word) => /(^|\/)ff(mpeg|probe)$/.test(word));
  const input = words.indexOf('-i');
  const listEnd = words.includes('framecrc') ? words.indexOf('pipe:1') : 0;
  return words.filter((option, at) => {
    const before = words[at - 1] ?? '';
    if (at < start || (at > input + 1 && at <= listEnd)) return false;
    if (protection.includes(option) || protection.includes(before)) return false;
    // the forced demuxer
    return !(at < input && (option === '-f' || before === '-f'));
  });
}

/** What a call after the first is for. */
export function checkName(words: readonly string[]): string {
  if (words.includes('-xerror')) return 'decoding its start';
  return words.includes('-show_entries') ? 'ffprobe of the result' : 'another call of ffmpeg';
}

/** Runs a command at the priority of the product's own, so that both get their share of a busy machine. */
export async function runPlain(words: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
  const [program = '', ...args] = words;
  const child = spawn(program, args, { cwd, signal, stdio: 'ignore' });
  const closed = once(child, 'close');
  if (child.pid !== undefined) setPriority(child.pid, 10);
  const [code] = await closed;
  if (code !== 0) throw new Error(`Status ${code} of ${words.join(' ')}`);
}
