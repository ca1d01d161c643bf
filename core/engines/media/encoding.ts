import type { AudioStream } from '../../model/media.ts';
import type { DynamicRange, PictureSettings } from '../../model/picture.ts';
import { isRefusal } from './failures.ts';

const transferNames: Readonly<Record<DynamicRange, string>> = { pq: 'smpte2084', hlg: 'arib-std-b67' };

/**
 * From high dynamic range to that of ordinary screens: light is made linear, 203 cd/m² are white (ITU-R BT.2408),
 * what is brighter is pressed together, BT.2020 becomes BT.709. Dear, hence after scaling.
 */
function toneMapping(range: DynamicRange): string[] {
  return [
    `zscale=tin=${transferNames[range]}:min=2020_ncl:pin=2020:t=linear:npl=203`,
    'format=gbrpf32le',
    'zscale=p=709',
    'tonemap=tonemap=mobius:desat=0',
    'zscale=t=709:m=709:r=limited',
  ];
}

/** Makes something of a picture, and once more without tone mapping where ffmpeg was built without zscale. */
export async function makeWithTones<T>(
  settings: PictureSettings,
  make: (settings: PictureSettings) => Promise<T>,
): Promise<T> {
  try {
    return await make(settings);
  } catch (error) {
    if (!isRefusal(error) || !settings.highDynamicRange) throw error;
    return make({ ...settings, highDynamicRange: null });
  }
}

/** The filters that make a picture as it is shown: upright (ffmpeg turns it), square pixels, right colours. */
export function pictureFilters(settings: PictureSettings): string[] {
  const { width, height, deinterlace, highDynamicRange } = settings;
  return [
    ...(deinterlace ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    `scale=${width}:${height}`,
    ...(highDynamicRange ? toneMapping(highDynamicRange) : []),
    'setsar=1',
  ];
}

/**
 * The picture of a rendition: veryfast and crf 23, because `faster` costs 26-62 % more for the same size. A key
 * frame every 5 s of time, whatever the frame rate; never a constant rate (a gap of 10 h became a million frames).
 * Time stamps keep the input's unit: rounded to the mean rate, one frame that steps back makes all after it late by one.
 */
export function encodePicture(settings: PictureSettings): string[] {
  const fill = settings.fillStart ? ["setpts='if(eq(N,0),0,PTS)'"] : [];
  return [
    ...['-vf', [...pictureFilters(settings), ...fill].join(','), '-fps_mode', 'vfr'],
    ...['-enc_time_base', '-1'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...['-g', '600', '-force_key_frames', 'expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+5))'],
  ];
}

/** ffmpeg mixes layouts of up to 8 channels down by itself, keeping the centre; beyond, files seldom name them. */
const mostKnownChannels = 8;

const keepTime = 'aresample=async=1:first_pts=0';

/**
 * Late sound and gaps are filled with silence, so that everything keeps its time. Many channels without a layout
 * (which ffmpeg refuses to mix) are all heard: odd ones left, even ones right.
 */
export function soundFilters({ channels }: AudioStream): string {
  const side = (first: number) =>
    Array.from({ length: Math.ceil((channels - first) / 2) }, (_none, at) => `c${first + 2 * at}`).join('+');
  const mix = channels > mostKnownChannels ? [`pan=stereo|c0<${side(0)}|c1<${side(1)}`] : [];
  return [...mix, keepTime].join(',');
}

/** The same of one channel alone, from 1. */
export const channelFilters = (channel: number): string => `pan=mono|c0=c${channel - 1},${keepTime}`;

export const encodeSound = (audio: AudioStream): string[] => [
  ...['-af', soundFilters(audio)],
  ...['-c:a', 'aac', '-ac', '2', '-ar', '48000', '-b:a', '96k'],
];
