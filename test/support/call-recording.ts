import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What is heard in one channel, and how much louder (dB); the sounds follow each other. */
export type ChannelSound = readonly (readonly [wavPath: string, decibels: number])[];

const silent = -200;

/**
 * A recording with a channel for each list of sounds, as FLAC: of a call, where what one side says is silent in the
 * channel of the other (`inTurn`).
 */
export async function writeChannels(path: string, channels: readonly ChannelSound[]): Promise<void> {
  const sounds = channels.flat();
  const inputs = sounds.flatMap(([wavPath]) => ['-i', wavPath]);
  let input = 0;
  const parts = channels.map((channel, at) => {
    const louder = channel.map(([, decibels]) => {
      input += 1;
      return `[${input - 1}]volume=${decibels}dB[v${input - 1}]`;
    });
    const names = channel.map((_sound, index) => `[v${input - channel.length + index}]`).join('');
    return `${louder.join(';')};${names}concat=n=${channel.length}:v=0:a=1,aformat=channel_layouts=mono[c${at}]`;
  });
  const merge = `${channels.map((_channel, at) => `[c${at}]`).join('')}amerge=inputs=${channels.length}[all]`;
  await promisify(execFile)('ffmpeg', [
    ...['-nostdin', '-v', 'error', '-y', ...inputs, '-filter_complex', [...parts, merge].join(';')],
    ...['-map', '[all]', '-c:a', 'flac', path],
  ]);
}

/** Somebody speaks in turn with others: heard in one's own channel alone. */
export const inTurn = (wavPaths: readonly string[], leakDecibels = silent): readonly ChannelSound[] =>
  wavPaths.map((own) => wavPaths.map((path) => [path, path === own ? 0 : leakDecibels] as const));
