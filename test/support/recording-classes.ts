/**
 * What the recordings of `test/fixtures` stand for: by what becomes of them, which is all that a browser sees of them,
 * and within that by what is special about them, which is what the media tools have to see.
 */
const kinds = {
  copied: {
    'an MP4 that browsers play': [
      'media/flash.mp4',
      'media/zoom-like.mp4',
      'odd/timecode.mov',
      'talks/pivot-tables.mp4',
      'talks/prompt-writing.mp4',
    ],
    'captions within': [
      'media/flash-cues.mkv',
      'media/subtitle-tracks.mkv',
      'media/subtitle-tracks.mp4',
      'media/subtitles.mkv',
      'talks/on-call-handover.mkv',
    ],
    'several tracks': ['media/languages.mkv', 'media/tracks.mkv', 'odd/attachment.mkv', 'odd/languages.mkv'],
    'titles that are markup': ['odd/forged-title.mkv', 'odd/markup.mkv'],
  },
  'copied as a WebM': {
    'a WebM': [
      'media/flash-vp8.webm',
      'media/flash-vp9.webm',
      'media/mediarecorder.webm',
      'odd/av1-opus.webm',
      'odd/vp8-vorbis.webm',
      'odd/vp9-opus.webm',
      'talks/git-bisect.webm',
    ],
    'a WebM with what belongs into an MP4': ['media/flash-h264.webm'],
  },
  encoded: {
    'pictures that browsers do not play': [
      'media/phone-hevc.mov',
      'odd/flash.flv',
      'odd/h264-aac.flv',
      'odd/hevc-hev1.mp4',
      'odd/hevc-hvc1.mov',
      'odd/lossless.mkv',
      'odd/mjpeg-pcm.avi',
      'odd/mpeg4-mp3.avi',
      'odd/phone-h263.3gp',
      'odd/prores.mov',
      'odd/theora.ogv',
      'odd/windows-media.wmv',
    ],
    'more colours than browsers show': [
      'media/phone-hdr.mov',
      'odd/chroma-422.mov',
      'odd/chroma-444.mkv',
      'odd/ten-bit.mp4',
    ],
    'interlaced pictures': ['media/camcorder.m2ts', 'odd/bottom-first.mp4', 'odd/top-first.mp4'],
    'pictures of odd size or shape': [
      'media/odd-size.mp4',
      'odd/odd-size.webm',
      'odd/tiny.mp4',
      'odd/wide.mp4',
    ],
    'large pictures': ['media/heavy.mp4', 'media/screen-hevc.mp4'],
    'few key frames': ['media/sparse-key-frames.mp4'],
  },
  turned: {
    'turned pictures': [
      'media/flash-rotated.mov',
      'media/rotated.mov',
      'odd/turned-90.mov',
      'odd/turned-180.mov',
      'odd/turned-270.mov',
      'talks/sales-objections.mov',
    ],
  },
  'pictures alone': {
    'pictures alone': ['media/anamorphic-silent.mp4'],
  },
  'sound alone': {
    'sound alone, to copy': ['media/voice.m4a', 'odd/radio.aac', 'talks/keyboard-shortcuts.m4a'],
    'sound alone, to encode': [
      'media/beep.mp3',
      'media/telephone.wav',
      'media/tone.ogg',
      'odd/a-law.wav',
      'odd/adpcm.wav',
      'odd/apple.aiff',
      'odd/apple.caf',
      'odd/chained.ogg',
      'odd/deep.w64',
      'odd/studio.flac',
      'odd/variable-rate.mp3',
      'odd/voice-message.ogg',
      'talks/customer-interview.mp3',
      'talks/expense-report.ogg',
      'talks/sense-and-sensibility-01.mp3',
    ],
    'a cover picture': ['media/cover.mp3', 'odd/cover-first.mp4', 'odd/cover.flac', 'odd/cover.m4a'],
    'many channels': [
      'media/surround.m4a',
      'media/ten-channels.wav',
      'odd/surround-eac3.mp4',
      'odd/surround.m4a',
    ],
  },
  'begins late': {
    'sound that starts late': [
      'media/flash-late-sound.mp4',
      'media/flash-slightly-late-sound.mp4',
      'media/late-sound.mp4',
    ],
    'a picture that starts late': [
      'media/flash-late-picture.mp4',
      'media/flash-slightly-late-picture.mp4',
      'media/late-picture.mp4',
    ],
  },
  'odd time stamps': {
    'a clock that starts below zero': [
      'media/flash-negative-start.mkv',
      'odd/negative-offsets.mp4',
      'odd/negative-start.mkv',
    ],
    'a clock that starts late': [
      'media/flash-huge-start.m2ts',
      'media/huge-start.m2ts',
      'odd/huge-start.mkv',
    ],
    'a clock that jumps': [
      'odd/clock-jump.m2ts',
      'odd/clock-wrap.m2ts',
      'odd/size-change.m2ts',
      'odd/switched-on.m2ts',
    ],
    'an edit list': ['media/flash-trimmed.mp4', 'odd/edit-list.mp4'],
    'pictures at uneven times': [
      'media/flash-uneven.mp4',
      'odd/one-hertz.mp4',
      'odd/rate-90000.mp4',
      'odd/still-and-sound.mp4',
      'odd/variable-rate.mp4',
    ],
  },
  'cut into pieces, or off': {
    fragments: [
      'media/flash-fragmented.mp4',
      'media/fragmented.mp4',
      'odd/live-fragments.mp4',
      'talks/prompt-writing.fragmented.mp4',
    ],
    'an end that is missing': [
      'media/truncated.mp4',
      'odd/truncated.avi',
      'odd/truncated.flac',
      'odd/truncated.m2ts',
      'odd/truncated.mkv',
      'odd/truncated.ogg',
      'odd/truncated.wav',
      'odd/truncated.webm',
    ],
  },
  refused: {
    'what is refused': [
      'media/huge-picture.webm',
      'media/many-streams.mkv',
      'media/no-index.mp4',
      'media/one-hertz.wav',
      'odd/cinepak.avi',
      'odd/encrypted.mp4',
      'odd/one-frame.mp4',
      'odd/program-stream.mpg',
    ],
  },
} as const;

interface Place {
  readonly kind: string;
  readonly class: string;
}

const places: readonly (readonly [name: string, place: Place])[] = Object.entries(kinds).flatMap(
  ([kind, classes]) =>
    Object.entries(classes).flatMap(([each, names]: [string, readonly string[]]) =>
      names.map((name) => [name, { kind, class: each }] as const),
    ),
);
const placesByName = new Map(places);

function placeOf(name: string): Place {
  const place = placesByName.get(name);
  if (!place) throw new Error(`Nothing says what ${name} stands for.`);
  return place;
}

/** The class of a recording such as `odd/vp9-opus.webm`; throws when it is in none. */
export const classOfRecording = (name: string): string => placeOf(name).class;

/** The same of what a browser sees. */
export const kindOfRecording = (name: string): string => placeOf(name).kind;

/** Every recording that is in a class, with its folder. */
export const classedRecordings: readonly string[] = places.map(([name]) => name);
