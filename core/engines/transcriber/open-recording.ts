import type { SoundLevels } from '../../model/silence.ts';
import type { TranscribeRequest } from '../../ports/transcriber.ts';
import { openWav, readLevels, type Wav } from '../wav.ts';

export interface Recording {
  readonly wav: Wav;
  /** Up to the end of what is played: the WAV may be padded past it. */
  readonly levels: SoundLevels;
}

/** Reads the whole sound once to know where it is silent; 3 h take about a second. */
export async function openRecording(request: TranscribeRequest, signal: AbortSignal): Promise<Recording> {
  signal.throwIfAborted();
  const wav = await openWav(request.wavPath);
  const levels = await readLevels(wav, signal);
  const sampleCount = Math.min(wav.sampleCount, Math.floor(request.durationSeconds * wav.sampleRate));
  return { wav, levels: { ...levels, sampleCount } };
}
