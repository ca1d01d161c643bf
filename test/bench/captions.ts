/** Caption files of 10 MB, made to be slow: each has to be decoded, and read or refused, within a second. */
import { decodeCaptions, maxCaptionBytes } from '../../core/model/captions/decode.ts';
import { parseCaptions } from '../../core/model/captions/parse.ts';
import { toVtt } from '../../core/model/captions/write.ts';
import { PermanentError } from '../../core/model/errors.ts';
import { bench } from './support/bench.ts';
import { type Bar, printFigure } from './support/print.ts';

const bar: Bar = { atMost: 1 };

const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.000\n';
const srt = '1\n00:00:01,000 --> 00:00:02,000\n';
const ass = '[Script Info]\n';

/** What comes first, and what is repeated until the file is as large as is read. */
const shapes: Readonly<Record<string, readonly [head: string, unit: string]>> = {
  'brackets that never close': [vtt, '<'],
  'tags in tags': [vtt, '<v a<b '],
  voices: [vtt, '<v Ann>b'],
  'inline times': [vtt, '<00:01.500>a '],
  'broken references and overrides': [srt, '< &#x{\\'],
  'empty lines': [vtt, '\r\n'],
  'blanks on one line': [srt, ' '],
  'arrows on one line': [srt, '00:00:01,000 --> '],
  'cue numbers': [srt, '\n1\n'],
  'lines of colons': [srt, 'Ann: b\n'],
  'names in brackets': [srt, '(Ann Lee)\n'],
  'cues that are dropped': [srt, '00:02.000 --> 00:01.000\na\n\n'],
  'cues beyond the limit': ['WEBVTT\n\n', '00:01.000 --> 00:02.000\na\n\n'],
  '50,000 long cues': ['WEBVTT\n\n', `00:01.000 --> 00:02.000\nAnn: ${'so <b>we</b> go '.repeat(13)}\n\n`],
  'maps of a stream': ['WEBVTT\n', 'X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n'],
  'drawings and commas': [ass, 'Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,{\\p,'],
  'no captions at all': ['', 'Lorem ipsum '],
};

function fileOf([head, unit]: readonly [string, string]): Uint8Array {
  const count = Math.floor((maxCaptionBytes - head.length) / unit.length);
  return new TextEncoder().encode(head + unit.repeat(count));
}

/** Seconds; a refusal counts as an answer. */
function seconds(work: () => unknown): number {
  const start = performance.now();
  try {
    work();
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
  }
  return (performance.now() - start) / 1000;
}

await bench({ limitMinutes: 5 }, async ({ signal }) => {
  for (const [name, shape] of Object.entries(shapes)) {
    signal.throwIfAborted();
    const bytes = fileOf(shape);
    printFigure(
      `10 MB of ${name}`,
      seconds(() => parseCaptions(decodeCaptions(bytes))),
      's',
      bar,
    );
  }
  const text = 'so we go on '.repeat(4).trim();
  const segments = Array.from({ length: 13_500 }, (_, at) => ({
    ...{ startSeconds: 6 * at, endSeconds: 6 * at + 6, speaker: 'Ann', text },
    words: text.split(' ').map((word, number) => {
      const startSeconds = 6 * at + number / 4;
      return { startSeconds, endSeconds: startSeconds + 1 / 8, text: word };
    }),
  }));
  const write = seconds(() => toVtt(segments));
  printFigure('a day of 216,000 timed words written', write, 's', bar);
});
