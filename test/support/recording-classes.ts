/** What the recordings of `test/fixtures` stand for: those of one class are treated alike in all that is theirs alone. */
const classes = {
  'an MP4 that browsers play': [
    'media/flash.mp4',
    'media/zoom-like.mp4',
    'odd/timecode.mov',
    'talks/pivot-tables.mp4',
    'talks/prompt-writing.mp4',
  ],
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
  'turned pictures': [
    'media/flash-rotated.mov',
    'media/rotated.mov',
    'odd/turned-90.mov',
    'odd/turned-180.mov',
    'odd/turned-270.mov',
    'talks/sales-objections.mov',
  ],
  'pictures alone': ['media/anamorphic-silent.mp4'],
  'few key frames': ['media/sparse-key-frames.mp4'],
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
  'several tracks': ['media/languages.mkv', 'media/tracks.mkv', 'odd/attachment.mkv', 'odd/languages.mkv'],
  'captions within': [
    'media/flash-cues.mkv',
    'media/subtitle-tracks.mkv',
    'media/subtitle-tracks.mp4',
    'media/subtitles.mkv',
    'talks/on-call-handover.mkv',
  ],
  fragments: [
    'media/flash-fragmented.mp4',
    'media/fragmented.mp4',
    'odd/live-fragments.mp4',
    'talks/prompt-writing.fragmented.mp4',
  ],
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
  'a clock that starts below zero': [
    'media/flash-negative-start.mkv',
    'odd/negative-offsets.mp4',
    'odd/negative-start.mkv',
  ],
  'a clock that starts late': ['media/flash-huge-start.m2ts', 'media/huge-start.m2ts', 'odd/huge-start.mkv'],
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
  'titles that are markup': ['odd/forged-title.mkv', 'odd/markup.mkv'],
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
} as const;

const classesByName: ReadonlyMap<string, string> = new Map(
  Object.entries(classes).flatMap(([name, recordings]) => recordings.map((each) => [each, name] as const)),
);

/** The class of a recording such as `odd/vp9-opus.webm`; throws when it is in none. */
export function classOfRecording(name: string): string {
  const found = classesByName.get(name);
  if (found === undefined) throw new Error(`Nothing says what ${name} stands for.`);
  return found;
}

/** Every recording that is in a class, with its folder. */
export const classedRecordings: readonly string[] = Object.values(classes).flat();
