import type { RecordingKind } from './abilities.ts';

export interface MediaType {
  readonly mimeType: string;
  /** Of the file's name, without the dot. */
  readonly ending: string;
}

/** Best first: VP9 keeps small text legible at the same rate; MP4 is what Safari records. */
const videoTypes = ['video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];
const audioTypes = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4'];

/** What this browser is to record in. Throws when it can record in nothing that we read. */
export function chooseMediaType(kind: RecordingKind, isSupported: (mimeType: string) => boolean): MediaType {
  const mimeType = (kind === 'audio' ? audioTypes : videoTypes).find(isSupported);
  if (mimeType === undefined)
    throw new Error('This browser records in a format that cannot be read here. Try another browser.');
  if (mimeType.includes('webm')) return { mimeType, ending: 'webm' };
  return { mimeType, ending: kind === 'audio' ? 'm4a' : 'mp4' };
}

/** Enough for slides and code at 1080p, for a face, and for speech. */
export const bitsPerSecond = { screen: 2_500_000, camera: 1_500_000, audio: 96_000 } as const;
