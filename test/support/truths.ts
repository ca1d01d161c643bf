/** What is true of a recording of `test/fixtures/odd`. */
export interface OddTruth {
  /** Width and height as shown; `null` where there is only sound. */
  readonly size: string | null;
  readonly seconds: number;
  /** When the flash is seen and the beep heard; `null` where there is none. */
  readonly flash: number | null;
  readonly beep: number | null;
  readonly warnings?: readonly string[];
  /** Its time stamps do not simply run from 0: what is made of its rendition is looked at too. */
  readonly hasOddClock?: boolean;
}

const usual = { size: '160x90', seconds: 3, flash: 1, beep: 1 };
const oddClock = { ...usual, hasOddClock: true };
const sound = { size: null, seconds: 3, flash: null, beep: 1 };

/** Everything there that can be played. */
export const oddTruths: Readonly<Record<string, OddTruth>> = {
  'turned-90.mov': usual,
  'turned-180.mov': usual,
  'turned-270.mov': usual,

  'hevc-hvc1.mov': usual,
  'hevc-hev1.mp4': usual,
  'ten-bit.mp4': usual,
  'chroma-422.mov': usual,
  'chroma-444.mkv': usual,
  'prores.mov': usual,
  'vp8-vorbis.webm': usual,
  'vp9-opus.webm': usual,
  'av1-opus.webm': usual,
  'theora.ogv': usual,
  'mjpeg-pcm.avi': usual,
  'mpeg4-mp3.avi': usual,
  // ffmpeg's encoder does not say that its sound begins 43 ms early
  'windows-media.wmv': { ...usual, beep: 1.043 },
  'flash.flv': usual,
  'h264-aac.flv': usual,
  'phone-h263.3gp': { ...usual, size: '176x144' },
  'lossless.mkv': usual,

  'a-law.wav': sound,
  'adpcm.wav': sound,
  'studio.flac': { ...sound, seconds: 2 },
  'deep.w64': sound,
  'apple.aiff': sound,
  'apple.caf': sound,
  'radio.aac': sound,
  'voice-message.ogg': sound,
  'variable-rate.mp3': sound,
  'surround.m4a': sound,
  'cover.m4a': sound,
  'cover.flac': sound,
  'cover-first.mp4': usual,
  'chained.ogg': { ...sound, seconds: 6.97 },

  'variable-rate.mp4': oddClock,
  'rate-90000.mp4': oddClock,
  'one-hertz.mp4': usual,
  'still-and-sound.mp4': { ...usual, flash: null },
  'clock-wrap.m2ts': oddClock,
  'huge-start.mkv': oddClock,
  'live-fragments.mp4': { ...oddClock, seconds: 3.2, flash: 1.2, beep: 1.2 },
  'negative-start.mkv': oddClock,
  'edit-list.mp4': { ...oddClock, seconds: 2.4, flash: 0.4, beep: 0.4 },
  'negative-offsets.mp4': oddClock,
  'timecode.mov': usual,
  'clock-jump.m2ts': { ...oddClock, seconds: 6 },
  'size-change.m2ts': { ...usual, seconds: 6 },
  'switched-on.m2ts': { ...oddClock, seconds: 2.6, flash: 0.6, beep: 0.6 },

  'top-first.mp4': { ...usual, size: '256x144' },
  'bottom-first.mp4': { ...usual, size: '176x144' },
  'odd-size.webm': { ...usual, size: '161x91' },
  'tiny.mp4': { ...usual, size: '16x16' },
  'wide.mp4': { ...usual, size: '2560x64' },

  'languages.mkv': usual,
  'surround-eac3.mp4': usual,
  'attachment.mkv': usual,
  'forged-title.mkv': usual,
  'markup.mkv': usual,

  'truncated.mkv': {
    ...usual,
    warnings: ['The end of this recording is missing. We kept the first 3 seconds.'],
  },
  'truncated.webm': {
    ...usual,
    seconds: 1.7,
    warnings: ['The end of this recording is missing. We kept the first 1 second.'],
  },
  'truncated.avi': { ...usual, seconds: 3.5 },
  'truncated.m2ts': { ...usual, seconds: 3.9 },
  'truncated.wav': { ...sound, seconds: 3.6 },
  'truncated.flac': { ...sound, seconds: 0.94, beep: null },
  'truncated.ogg': { ...sound, seconds: 0.99, beep: null },
};

/** Everything else there: refused, with these words. */
export const oddRefusals: Readonly<Record<string, string>> = {
  'cinepak.avi': 'This recording has a track (cinepak) that we do not read.',
  'program-stream.mpg': 'This is not a recording we can read.',
  'encrypted.mp4': 'This recording is encrypted against copying.',
  'one-frame.mp4': 'There is nothing to play in this recording.',
};

/** Of `test/fixtures/talks`: file, seconds, size as shown, and when the first word is said. */
export const talkTruths: readonly [
  file: string,
  seconds: number,
  size: string | null,
  firstWord: number | null,
][] = [
  ['pivot-tables.mp4', 12.17, '1280x720', 1.031],
  ['prompt-writing.mp4', 12.17, '1280x720', 0.926],
  // its muxer could not write an edit list: all is late by two frames
  ['prompt-writing.fragmented.mp4', 8.17, '1280x720', 0.993],
  ['git-bisect.webm', 5.05, '1280x720', 1.069],
  ['on-call-handover.mkv', 12.19, '1280x720', 1.037],
  ['sales-objections.mov', 8.1, '720x1280', 0.813],
  ['keyboard-shortcuts.m4a', 27.71, null, 1.009],
  ['customer-interview.mp3', 24.96, null, 0.926],
  ['expense-report.ogg', 19.69, null, 0.813],
  // the reader's first word is quieter than a murmur
  ['sense-and-sensibility-01.mp3', 24.73, null, null],
];
