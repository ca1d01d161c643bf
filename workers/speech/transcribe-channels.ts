import { rm } from 'node:fs/promises';
import { type ChannelTranscript, joinChannels } from '../../core/model/channels/join-channels.ts';
import { voiceChannels } from '../../core/model/channels/voice-channels.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import type { TranscribeResult } from '../../core/ports/transcriber.ts';
import { deletePiecesOfOthers } from '../../drizzle/queries/speech-pieces.ts';
import type { StageDeps, StageRun } from '../stage.ts';
import { mixedChannel, openSound } from './sound.ts';
import { transcribeInPieces } from './transcribe-in-pieces.ts';

/**
 * Listens to voices that were recorded apart one after the other, and to everything else as one sound; a dead channel is
 * left out of it. `null`: there is no sound.
 */
export async function transcribeChannels(
  deps: StageDeps,
  run: StageRun,
  path: string,
  probe: MediaProbe,
): Promise<TranscribeResult | null> {
  const { session, signal, scratchDir } = run;
  const levels = await deps.media.channelLevels(path, probe, { signal, scratchDir });
  const apart = levels ? voiceChannels(levels) : [];
  const channels = apart.length > 0 ? apart : [mixedChannel];
  await run.keep({ stored: [], save: (tx) => deletePiecesOfOthers(tx, session.id, channels) });
  const results: { readonly channel: number; readonly result: TranscribeResult }[] = [];
  for (const [at, channel] of channels.entries()) {
    const sound = await openSound(deps, session, path, { signal, scratchDir }, channel);
    if (!sound) return null;
    const onProgress = (fraction: number) => run.onProgress((at + fraction) / channels.length);
    results.push({ channel, result: await transcribeInPieces(deps, { ...run, onProgress }, sound) });
    await rm(sound.request.wavPath);
  }
  const [first, ...others] = results.flatMap(({ channel, result }): ChannelTranscript[] =>
    result.kind === 'transcript' ? [{ channel, transcript: result.transcript }] : [],
  );
  if (!first || !levels || channels.length === 1) return results[0]?.result ?? null;
  return { kind: 'transcript', transcript: joinChannels([first, ...others], levels) };
}
