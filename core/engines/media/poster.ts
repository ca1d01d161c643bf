import type { MediaProbe, VideoStream } from '../../model/media.ts';
import { type PictureSettings, pictureSettings } from '../../model/picture.ts';
import type { MediaRun, StillImage } from '../../ports/media-tools.ts';
import { makeWithTones, pictureFilters } from './encoding.ts';
import { isRefusal, toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { type StillRequest, writeStill } from './still-image.ts';
import { shortEffort, type Toolbox } from './toolbox.ts';

/** Past the title card, not so far that a long recording has to be read. */
const latestSeconds = 60;
/** Of this many key frames, of which the first lies before the time, the most ordinary one: seldom a black one. */
const candidates = 5;
/** Where key frames are rare, those of this stretch. */
const searchedSeconds = 30;

interface Place {
  readonly atSeconds: number;
  readonly frames: 'key' | 'all';
}

/** All frames only where there is no key frame to be seen: a cut without encoding hides the one before it. */
function placesOf(durationSeconds: number): readonly Place[] {
  const tenth = Math.min(latestSeconds, durationSeconds / 10);
  return [
    { atSeconds: tenth, frames: 'key' },
    { atSeconds: 0, frames: 'key' },
    { atSeconds: tenth, frames: 'all' },
  ];
}

function request(
  path: string,
  probe: MediaProbe,
  video: VideoStream,
  { settings, place }: { readonly settings: PictureSettings; readonly place: Place },
): StillRequest {
  const seek = ['-ss', place.atSeconds.toFixed(3), '-t', String(searchedSeconds)];
  return {
    source: sourceOf(path, probe),
    stream: video.index,
    inputOptions: place.frames === 'key' ? ['-skip_frame', 'nokey', '-noaccurate_seek', ...seek] : seek,
    filters: [`thumbnail=n=${candidates}`, ...pictureFilters(settings)].join(','),
    name: 'poster',
    effort: shortEffort,
  };
}

/** One upright frame from a tenth into the recording, or its beginning; `null` when there is none. */
export async function makePoster(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<StillImage | null> {
  const { video, audio } = probe;
  if (!video) return null;
  for (const place of placesOf(probe.durationSeconds ?? 0)) {
    try {
      const poster = await makeWithTones(pictureSettings(video, audio, 'standard'), (settings) =>
        writeStill(request(path, probe, video, { settings, place }), toolbox, run),
      );
      if (poster) return poster;
    } catch (error) {
      if (!isRefusal(error)) throw toMediaError(error, 'No picture could be taken from this recording.');
    }
  }
  return null;
}
