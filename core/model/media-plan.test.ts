import { describe, expect, test } from 'vitest';
import { larger, modesOf } from '../../test/support/plans.ts';
import { probe } from '../../test/support/probes.ts';
import type { AudioStream, VideoStream } from './media.ts';
import { planRenditions } from './media-plan.ts';

const otherBrowsers = 'does not play in every browser';
const good = 'H.264 High 1920x1080 and AAC play everywhere: copied';
const goodSound = 'AAC plays everywhere: copied';
const goodPicture = 'H.264 High 1920x1080 plays everywhere: copied';
const toH264 = (why: string, ...follows: string[]) => [goodSound, `${why}: converted to H.264`, ...follows];
const both = (codec: string, ...follows: string[]) => [
  `${codec} video ${otherBrowsers}: converted to H.264`,
  `Opus sound ${otherBrowsers}: converted to AAC`,
  ...(follows.length > 0 ? follows : [larger()]),
];
const toAac = (why: string) => [goodPicture, `${why}: converted to AAC`];
const heavy = (picture: string, why: string) => [
  `${picture} and AAC play in most browsers: copied`,
  `${why}: a smaller version follows`,
];

describe('recordings with a picture', () => {
  test.each<[string, Partial<VideoStream>, Partial<AudioStream> | null, string, readonly string[]]>([
    ['Zoom, 1080p', {}, {}, 'copy copy', [good]],
    [
      'Main profile',
      { profile: 'Main' },
      {},
      'copy copy',
      ['H.264 Main 1920x1080 and AAC play everywhere: copied'],
    ],
    [
      'Constrained Baseline',
      { profile: 'Constrained Baseline', width: 640, height: 360 },
      {},
      'copy copy',
      ['H.264 Constrained Baseline 640x360 and AAC play everywhere: copied'],
    ],
    ['full-range colours', { pixelFormat: 'yuvj420p' }, {}, 'copy copy', [good]],
    ['unknown field order', { fieldOrder: 'unknown' }, {}, 'copy copy', [good]],
    [
      'nothing said of order, level, rate',
      { fieldOrder: null, level: null, bitRate: null },
      {},
      'copy copy',
      [good],
    ],
    ['level 5.1', { level: 51 }, {}, 'copy copy', [good]],
    [
      'level 5.2',
      { level: 52 },
      {},
      'copy copy, later standard copy',
      heavy('H.264 High 1920x1080', 'H.264 level 5.2 is too high for phones and old laptops'),
    ],
    [
      'level 6',
      { level: 60 },
      {},
      'standard copy, later high copy',
      toH264('H.264 level 6 is too high for most browsers', larger()),
    ],
    [
      'High 10',
      { profile: 'High 10' },
      {},
      'standard copy, later high copy',
      toH264(`H.264 High 10 ${otherBrowsers}`, larger()),
    ],
    [
      'High 4:2:2',
      { profile: 'High 4:2:2' },
      {},
      'standard copy, later high copy',
      toH264(`H.264 High 4:2:2 ${otherBrowsers}`, larger()),
    ],
    [
      '4:4:4 screen recording',
      { profile: 'High 4:4:4 Predictive', pixelFormat: 'yuv444p' },
      {},
      'standard copy, later high copy',
      toH264(`H.264 High 4:4:4 Predictive ${otherBrowsers}`, larger()),
    ],
    [
      '10-bit colours under an honest-looking profile',
      { pixelFormat: 'yuv420p10le' },
      {},
      'standard copy, later high copy',
      toH264('The colours (yuv420p10le) do not play in every browser', larger()),
    ],
    [
      'top field first',
      { fieldOrder: 'tt' },
      {},
      'standard copy, later high copy',
      toH264('The picture is interlaced', larger()),
    ],
    [
      'bottom field first',
      { fieldOrder: 'bb' },
      {},
      'standard copy, later high copy',
      toH264('The picture is interlaced', larger()),
    ],
    [
      'odd width',
      { width: 1279, height: 720 },
      {},
      'standard copy',
      toH264('The picture has an odd size (1279x720)'),
    ],
    [
      'odd height',
      { width: 1280, height: 719 },
      {},
      'standard copy',
      toH264('The picture has an odd size (1280x719)'),
    ],
    [
      'in-band parameters',
      { codecTag: 'avc3' },
      {},
      'standard copy, later high copy',
      toH264('The video changes its settings on the way', larger()),
    ],
    [
      '4K',
      { width: 3840, height: 2160 },
      {},
      'copy copy, later standard copy',
      heavy('H.264 High 3840x2160', '3840x2160 is too large for phones and old laptops'),
    ],
    [
      '4K held upright, with the sound of a camera',
      { width: 2160, height: 3840 },
      { codec: 'pcm_s16be' },
      'copy encode, later standard encode',
      [
        'H.264 High 2160x3840 plays in most browsers: copied',
        `PCM sound ${otherBrowsers}: converted to AAC`,
        '2160x3840 is too large for phones and old laptops: a smaller version follows',
      ],
    ],
    [
      '4K of a cinema',
      { width: 4096, height: 2160 },
      {},
      'standard copy, later high copy',
      toH264('4096x2160 is too large for most browsers', larger('4096x2160')),
    ],
    [
      '4K that no browser plays',
      { width: 3840, height: 2160, codec: 'hevc' },
      {},
      'standard copy, later high copy',
      toH264(`HEVC video ${otherBrowsers}`, larger('3840x2160')),
    ],
    [
      'a heavy picture that starts late',
      { bitRate: 24_000_000, startSeconds: 3 },
      {},
      'standard copy, later high copy',
      toH264('The picture starts later than the sound', larger()),
    ],
    [
      'a 16:10 screen',
      { width: 1920, height: 1200 },
      {},
      'copy copy',
      ['H.264 High 1920x1200 and AAC play everywhere: copied'],
    ],
    [
      'a square of 1440',
      { width: 1440, height: 1440 },
      {},
      'copy copy, later standard copy',
      heavy('H.264 High 1440x1440', '1440x1440 is too large for phones and old laptops'),
    ],
    [
      'a phone held upright, stored upright',
      { width: 1080, height: 1920 },
      {},
      'copy copy',
      ['H.264 High 1080x1920 and AAC play everywhere: copied'],
    ],
    ['a phone held upright, stored lying', { rotation: 90 }, {}, 'copy copy', [good]],
    [
      'a camera at 24 Mbit/s',
      { bitRate: 24_000_000 },
      {},
      'copy copy, later standard copy',
      heavy('H.264 High 1920x1080', '24.0 Mbit/s is too much for slow connections'),
    ],
    ['exactly 8 Mbit/s', { bitRate: 8_000_000 }, {}, 'copy copy', [good]],
    ['wide pixels', { sampleAspectRatio: 4 / 3 }, {}, 'copy copy', [good]],
    [
      'HEVC of a phone',
      { codec: 'hevc', profile: 'Main 10' },
      {},
      'standard copy, later high copy',
      toH264(`HEVC video ${otherBrowsers}`, larger()),
    ],
    [
      'MediaRecorder of Chrome',
      { codec: 'vp8' },
      { codec: 'opus', profile: null },
      'standard encode, later high encode',
      both('VP8'),
    ],
    ['VP9 and Opus', { codec: 'vp9' }, { codec: 'opus' }, 'standard encode, later high encode', both('VP9')],
    [
      'AV1',
      { codec: 'av1' },
      {},
      'standard copy, later high copy',
      toH264(`AV1 video ${otherBrowsers}`, larger()),
    ],
    [
      'ProRes',
      { codec: 'prores' },
      {},
      'standard copy, later high copy',
      toH264(`ProRes video ${otherBrowsers}`, larger()),
    ],
    [
      'MPEG-2',
      { codec: 'mpeg2video' },
      {},
      'standard copy, later high copy',
      toH264(`MPEG-2 video ${otherBrowsers}`, larger()),
    ],
    [
      'an old codec',
      { codec: 'theora' },
      {},
      'standard copy, later high copy',
      toH264(`Theora video ${otherBrowsers}`, larger()),
    ],
    [
      'an unheard-of codec',
      { codec: 'utvideo' },
      {},
      'standard copy, later high copy',
      toH264(`UTVIDEO video ${otherBrowsers}`, larger()),
    ],
    [
      'H.264 of MediaRecorder with Opus',
      {},
      { codec: 'opus' },
      'copy encode',
      toAac(`Opus sound ${otherBrowsers}`),
    ],
    ['AC-3', {}, { codec: 'ac3', channels: 6 }, 'copy encode', toAac(`AC-3 sound ${otherBrowsers}`)],
    ['PCM of a camera', {}, { codec: 'pcm_s16be' }, 'copy encode', toAac(`PCM sound ${otherBrowsers}`)],
    ['MP3 in MP4', {}, { codec: 'mp3' }, 'copy encode', toAac(`MP3 sound ${otherBrowsers}`)],
    ['5.1 AAC', {}, { channels: 6 }, 'copy encode', toAac('The sound has 6 channels')],
    ['AAC Main', {}, { profile: 'Main' }, 'copy encode', toAac(`AAC Main ${otherBrowsers}`)],
    ['HE-AAC', {}, { profile: 'HE-AAC' }, 'copy copy', [good]],
    ['AAC at 96 kHz', {}, { sampleRate: 96_000 }, 'copy encode', toAac(`Sound of 96000 Hz ${otherBrowsers}`)],
    ['AAC at 7350 Hz', {}, { sampleRate: 7350 }, 'copy encode', toAac(`Sound of 7350 Hz ${otherBrowsers}`)],
    ['sound 0.5 s late', {}, { startSeconds: 0.5 }, 'copy copy', [good]],
    [
      'sound 5 s late',
      {},
      { startSeconds: 5 },
      'copy encode',
      toAac('The sound starts later than the picture'),
    ],
    ['both from 50,000 s on', { startSeconds: 50_001.4 }, { startSeconds: 50_001.38 }, 'copy copy', [good]],
    [
      'picture 3 s late',
      { startSeconds: 3 },
      {},
      'standard copy, later high copy',
      toH264('The picture starts later than the sound', larger()),
    ],
    ['start times unknown', { startSeconds: null }, { startSeconds: null }, 'copy copy', [good]],
    ['no sound', {}, null, 'copy none', [goodPicture, 'There is no sound']],
    [
      'HEVC without sound',
      { codec: 'hevc' },
      null,
      'standard none, later high none',
      [`HEVC video ${otherBrowsers}: converted to H.264`, larger(), 'There is no sound'],
    ],
  ])('%s', (_name, video, audio, modes, reasons) => {
    const plan = planRenditions(probe(video, audio));
    expect(modesOf(plan)).toBe(modes);
    expect(plan).toMatchObject({ reasons });
  });

  const opus = { codec: 'opus', profile: null };
  const follows = 'A version for all browsers follows';
  test.each<[string, Partial<VideoStream>, Partial<AudioStream> | null, string, readonly string[]]>([
    [
      'MediaRecorder of Chrome',
      { codec: 'vp8', profile: '0' },
      opus,
      'webm copy copy, later standard encode',
      ['VP8 1920x1080 and Opus play in most browsers: copied', follows],
    ],
    [
      'VP9 and Vorbis of YouTube',
      { codec: 'vp9', profile: 'Profile 0' },
      { codec: 'vorbis' },
      'webm copy copy, later standard encode',
      ['VP9 1920x1080 and Vorbis play in most browsers: copied', follows],
    ],
    [
      'AV1 without sound',
      { codec: 'av1', profile: 'Main' },
      null,
      'webm copy none, later standard none',
      ['AV1 1920x1080 plays in most browsers: copied', follows, 'There is no sound'],
    ],
    [
      'a window of an odd size',
      { codec: 'vp8', width: 1279, height: 719 },
      opus,
      'webm copy copy, later standard encode',
      ['VP8 1279x719 and Opus play in most browsers: copied', follows],
    ],
    [
      'MediaRecorder with H.264',
      {},
      opus,
      'copy encode',
      [goodPicture, `Opus sound ${otherBrowsers}: converted to AAC`],
    ],
    [
      'VP9 with AAC',
      { codec: 'vp9' },
      {},
      'standard copy, later high copy',
      toH264(`VP9 video ${otherBrowsers}`, larger()),
    ],
    [
      'VP9 of 10 bits',
      { codec: 'vp9', pixelFormat: 'yuv420p10le' },
      opus,
      'standard encode, later high encode',
      both('VP9'),
    ],
    [
      'VP8 with sound that starts late',
      { codec: 'vp8' },
      { ...opus, startSeconds: 3 },
      'standard encode, later high encode',
      both('VP8'),
    ],
    [
      'VP8 with a picture that starts late',
      { codec: 'vp8', startSeconds: 3 },
      opus,
      'standard encode, later high encode',
      both('VP8'),
    ],
    [
      'VP8 with 5.1 Opus',
      { codec: 'vp8' },
      { ...opus, channels: 6 },
      'standard encode, later high encode',
      both('VP8'),
    ],
    [
      'VP9 that is turned',
      { codec: 'vp9', rotation: 90 },
      opus,
      'standard encode, later high encode',
      both('VP9', larger('1080x1920')),
    ],
    [
      'VP9 of 8K',
      { codec: 'vp9', width: 7680, height: 4320 },
      opus,
      'standard encode, later high encode',
      both('VP9', larger('7680x4320')),
    ],
  ])('from Matroska or WebM: %s', (_name, video, audio, modes, reasons) => {
    const plan = planRenditions(probe(video, audio, { container: 'matroska' }));
    expect(modesOf(plan)).toBe(modes);
    expect(plan).toMatchObject({ reasons });
  });
});
