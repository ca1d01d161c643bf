import type { Rendition, Session } from '../../core/api/sessions.ts';
import type { MediaKind } from '../../core/model/media.ts';
import { highestLightBitRate, shownSize } from '../../core/model/picture.ts';
import type { MediaFileRow } from '../../drizzle/queries/media-files.ts';
import type { SessionRow } from '../../drizzle/queries/sessions.ts';

/** What there is to play and to show of a session; `captions` is the path of its transcript as captions. */
export function presentMedia(files: readonly MediaFileRow[], captions: string | null): Session['media'] {
  const renditions = presentRenditions(files);
  const playable = (kind: Rendition['kind']) => renditions.find((file) => file.kind === kind)?.path ?? null;
  return {
    video: playable('video'),
    audio: playable('audio'),
    poster: mediaPath(files, 'poster'),
    storyboard: mediaPath(files, 'storyboard'),
    waveform: mediaPath(files, 'waveform'),
    captions,
    renditions,
  };
}

/** The place of a file among what there is to play; those that play on every device come first, the sharper before. */
function rank({ kind, quality, sizeBytes, durationSeconds }: MediaFileRow): number {
  if (kind === 'audio') return 4;
  if (quality === 'original') return 3;
  const isLight = durationSeconds !== null && (8 * sizeBytes) / durationSeconds <= highestLightBitRate;
  return quality === 'standard' ? 1 : isLight ? 0 : 2;
}

/** The best default first, then the others, the sound alone last. */
function presentRenditions(files: readonly MediaFileRow[]): Rendition[] {
  return [...files]
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(
      ({ kind, sessionId, fileName, quality, contentType, width, height, durationSeconds, sizeBytes }) => {
        if (kind !== 'video' && kind !== 'audio') return [];
        const path = `${sessionId}/${fileName}`;
        return [{ path, kind, quality, contentType, width, height, durationSeconds, bytes: sizeBytes }];
      },
    );
}

/** Path below `/media/` of the session's file of this kind. */
export function mediaPath(files: readonly MediaFileRow[], kind: MediaKind): string | null {
  const file = files.find((candidate) => candidate.kind === kind);
  return file ? `${file.sessionId}/${file.fileName}` : null;
}

export function presentOriginal(session: SessionRow): Session['original'] {
  if (!session.hasRecording) return null;
  const { probe, plan } = session;
  const size = probe?.video ? shownSize(probe.video) : null;
  return {
    filename: session.originalFilename,
    bytes: session.originalBytes,
    sha256: session.originalSha256,
    container: probe?.container ?? null,
    videoCodec: probe?.video?.codec ?? null,
    audioCodec: probe?.audio?.codec ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
    durationSeconds: probe?.durationSeconds ?? null,
    plan: plan?.reasons.map((reason) => `${reason}.`) ?? [],
  };
}
