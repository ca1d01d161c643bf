import { expect, test } from 'vitest';
import type { Segment } from '../transcript.ts';
import { toMarkdown, toSrt, toText, toVtt } from './write.ts';

const segments: Segment[] = [
  { startSeconds: 1.031, endSeconds: 4.89, speaker: 'Dana <D>', text: 'R&D --> now\nor never' },
  { startSeconds: 5, endSeconds: 6, speaker: 'Dana <D>', text: '# not a heading' },
  { startSeconds: 62, endSeconds: 63, speaker: null, text: 'Note: this' },
  { startSeconds: 3700, endSeconds: 3701, speaker: null, text: 'Ann Lee: *bold*' },
];

test('WebVTT escapes what would be markup and marks speakers as voices', () => {
  expect(toVtt(segments, { language: 'en' })).toBe(
    'WEBVTT\nLanguage: en\n\n' +
      '00:00:01.031 --> 00:00:04.890\n<v Dana &lt;D&gt;>R&amp;D --&gt; now or never</v>\n\n' +
      '00:00:05.000 --> 00:00:06.000\n<v Dana &lt;D&gt;># not a heading</v>\n\n' +
      '00:01:02.000 --> 00:01:03.000\nNote: this\n\n' +
      '01:01:40.000 --> 01:01:41.000\nAnn Lee&#58; *bold*\n',
  );
});

test('SubRip numbers its cues and puts names before the text', () => {
  expect(toSrt(segments.slice(0, 1))).toBe(
    '1\n00:00:01,031 --> 00:00:04,890\nDana <D>: R&D -> now or never\n',
  );
});

test('SubRip writes as references only what would be taken for markup', () => {
  const text = 'The <b> tag, {\\an8} and &lt; in R&D and {x}';
  const [segment] = segments.slice(0, 1).map((one) => ({ ...one, speaker: null, text }));
  expect(toSrt(segment ? [segment] : []).split('\n')[2]).toBe(
    'The &lt;b> tag, &#123;\\an8} and &amp;lt; in R&D and {x}',
  );
});

test('WebVTT has the time of each word, where it says something new', () => {
  const word = (startSeconds: number, endSeconds: number, text: string) => ({
    startSeconds,
    endSeconds,
    text,
  });
  const segment = {
    ...{ startSeconds: 1, endSeconds: 4, speaker: 'Ann', text: 'R&D pays, off' },
    words: [word(1, 1.5, 'R&D'), word(1.75, 2, 'pays'), word(2, 3, 'off')],
  };
  expect(toVtt([segment])).toContain(
    '<v Ann>R&amp;D<00:00:01.500> <00:00:01.750>pays, <00:00:02.000>off<00:00:03.000></v>\n',
  );
  // words that are not those of the text, or run backwards, would be wrong
  const edited = { ...segment, text: 'R&D never pays off' };
  const backwards = { ...segment, words: segment.words.toReversed() };
  expect(toVtt([edited, backwards])).not.toContain('<00:');
});

test('a cue never ends before, or when, it starts, whatever is rounded', () => {
  const brief = { startSeconds: 1.0004, endSeconds: 1.0004, speaker: null, text: 'Hm.' };
  expect(toVtt([brief])).toContain('00:00:01.000 --> 00:00:01.001');
  expect(toSrt([brief])).toContain('00:00:01,000 --> 00:00:01,001');
});

test('a segment without text is no cue', () => {
  const silent = { startSeconds: 1, endSeconds: 2, speaker: 'Ann', text: ' ' };
  expect([toVtt([silent]), toSrt([silent])]).toEqual(['WEBVTT\n', '']);
});

test('text has one paragraph a turn and breaks at long pauses', () => {
  expect(toText(segments)).toBe(
    'Dana <D>: R&D --> now or never # not a heading\n\nNote: this\n\nAnn Lee: *bold*\n',
  );
});

test('Markdown links each turn to its moment and shows text as text', () => {
  expect(
    toMarkdown(segments, { title: 'A * B', momentUrl: (seconds) => `/sessions/x?t=${Math.floor(seconds)}` }),
  ).toBe(
    '# A \\* B\n\n[0:01](/sessions/x?t=1) **Dana \\<D\\>:** R&D --\\> now or never # not a heading\n\n' +
      '[1:02](/sessions/x?t=62) Note: this\n\n[1:01:40](/sessions/x?t=3700) Ann Lee: \\*bold\\*\n',
  );
});

test('nothing is an empty file of each kind', () => {
  expect([toVtt([]), toSrt([]), toText([]), toMarkdown([])]).toEqual(['WEBVTT\n', '', '', '']);
});
