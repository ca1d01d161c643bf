import { describe, expect, test } from 'vitest';
import { PermanentError } from '../errors.ts';
import { captionsLanguage, parseCaptions } from './parse.ts';
import { toVtt } from './write.ts';

const said = (text: string) => parseCaptions(text).map(({ speaker, text }) => [speaker, text]);
const vtt = (...cues: string[]) => ['WEBVTT', ...cues].join('\n\n');
/** A cue a second, with the given texts. */
const cuesOf = (...texts: string[]) =>
  vtt(...texts.map((text, at) => `00:0${at}.000 --> 00:0${at}.900\n${text}`));

describe('what tools get wrong', () => {
  test('SubRip: commas, no header, styles', () => {
    const text = '1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<i>Hello</i> <font color="#fff">there</font>\n';
    expect(parseCaptions(text)).toEqual([
      { startSeconds: 1, endSeconds: 2.5, speaker: null, text: 'Hello there' },
    ]);
  });

  test('SubRip: a blank line inside a text and a missing one between cues lose nothing', () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n\nand a half\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n3\n00:00:05,000 --> 00:00:06,000\n1984\n';
    expect(said(text)).toEqual([
      [null, 'One and a half'],
      [null, 'Two'],
      [null, '1984'],
    ]);
  });

  test('a person who says the same twice is heard twice', () => {
    expect(said(cuesOf('Yes.', 'Yes.', 'Right.', 'No.', 'Maybe.')).length).toBe(5);
  });
});

describe('what WebVTT allows', () => {
  test('comments, styles, regions and settings are no text', () => {
    const text = vtt(
      'X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000',
      'NOTE a remark\non two lines',
      'STYLE\n::cue { color: red }',
      'REGION\nid:fred',
      'intro\n00:01.000 --> 00:02.000 region:fred align:left\nHello',
    );
    expect(said(text)).toEqual([[null, 'Hello']]);
  });

  test('entities are decoded once and unknown ones stay', () => {
    expect(said(cuesOf('R&amp;D &lt;b&gt; &#8364;&#x20AC; &amp;lt; &nope; &#xD800;'))).toEqual([
      [null, 'R&D <b> €€ &lt; &nope; \uFFFD'],
    ]);
  });

  test('several voices in one cue become several segments', () => {
    expect(said(cuesOf('<v.loud Ann>Hi</v> <v Bob &amp; Co>Hello <00:00:01.500>you</v>'))).toEqual([
      ['Ann', 'Hi'],
      ['Bob & Co', 'Hello you'],
    ]);
  });

  test.each([
    'if a < b then List<String> i <3 you',
    'a Map<string, number> of <T>, or Foo<V>',
    'from 1 <2 to 3> 2',
    'is a <b and c> d?',
    'the <main> part, </main> and <>',
    'if (a<b && b>c) { \\n }',
  ])('of SubRip, what is no tag stays: %s', (text) => {
    expect(said(`1\n00:00:01,000 --> 00:00:02,000\n${text}\n`)).toEqual([[null, text]]);
  });

  test('control characters and zeros cannot reach the database', () => {
    expect(said(cuesOf('a\u0000b\u0007 c'))).toEqual([[null, 'a b c']]);
  });
});

describe('who speaks', () => {
  test('a remark with a colon is no speaker', () => {
    expect(said(cuesOf('Note: save first', 'and go on', 'Note: save again', 'then stop', 'bye'))).toEqual([
      [null, 'Note: save first'],
      [null, 'and go on'],
      [null, 'Note: save again'],
      [null, 'then stop'],
      [null, 'bye'],
    ]);
  });

  test('a name that comes back is a speaker, one that stands alone among unlabelled cues is text', () => {
    const speakers = said(cuesOf('Anna: hi', 'so', 'this', 'is', 'Anna: it', 'and', 'Chapter One: begin'));
    expect(speakers[4]).toEqual(['Anna', 'it']);
    expect(speakers[6]).toEqual([null, 'Chapter One: begin']);
  });

  test('web addresses, times and sentences before a colon are no speakers', () => {
    const texts = [
      'see https://example.org',
      'At 12:30 we go',
      'This is what I mean: this',
      'What I mean is this: that',
    ];
    expect(said(cuesOf(...texts, ...texts)).every(([speaker]) => speaker === null)).toBe(true);
  });
});

describe('bad files', () => {
  test('cues come by start time; reversed, empty and impossible ones are dropped; overlaps stay', () => {
    const text = vtt(
      '00:05.000 --> 00:09.000\nlater',
      '00:04.000 --> 00:03.000\nreversed',
      '00:01.000 --> 00:01.000\nat once',
      '9999:00:01.000 --> 9999:00:02.000\nnext year',
      'xx --> yy\nnonsense',
      '00:01.000 --> 00:06.000\nfirst',
    );
    expect(said(text).map(([, line]) => line)).toEqual(['first', 'later']);
  });

  test.each(['', 'WEBVTT', 'hello', '\uFEFFWEBVTT\n\nNOTE x', 'WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>'])(
    'a file without a cue is refused with what to do: %j',
    (text) => {
      expect(() => parseCaptions(text)).toThrow(PermanentError);
      expect(() => parseCaptions(text)).toThrow('There are no captions in this file. Upload WebVTT');
    },
  );

  test('too many cues and too much text are refused', () => {
    const cues = (count: number) =>
      `WEBVTT\n\n${Array.from({ length: count }, (_, at) => `00:01.000 --> 00:02.000\n${at}\n\n`).join('')}`;
    expect(() => parseCaptions(cues(50_001))).toThrow('more than 50,000 cues');
    expect(parseCaptions(cues(50_000))).toHaveLength(50_000);
    expect(() => parseCaptions(' '.repeat(10 * 1024 * 1024 + 1))).toThrow('larger than 10 MB');
  });

  test.each([
    ['PK\u0003\u0004word/document.xml', 'This is a Word document or another packed file'],
    ['%PDF-1.7', 'This is a PDF'],
    ['{\\rtf1\\ansi', 'This is a text document (RTF)'],
    ['<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml"/>', 'This is XML, such as TTML'],
    ['[Script Info]\n[Events]\n', 'There are no captions'],
  ])('%j is called by its name, with what to send instead', (text, what) => {
    expect(() => parseCaptions(text)).toThrow(what);
    expect(() => parseCaptions(text)).toThrow('Upload WebVTT (.vtt), SubRip (.srt), SubViewer (.sbv) or');
  });

  test('a cue that a shift has moved to before the beginning starts there, or is gone', () => {
    const text = '1\n-00:00:01,500 --> 00:00:01,000\nhalf\n\n2\n-00:00:03,000 --> -00:00:02,000\ngone\n';
    expect(parseCaptions(text)).toEqual([{ startSeconds: 0, endSeconds: 1, speaker: null, text: 'half' }]);
  });

  test('the same cue twice is one', () => {
    expect(said(vtt('00:01.000 --> 00:02.000\nHi', '00:01.000 --> 00:02.000\nHi'))).toEqual([[null, 'Hi']]);
  });

  test('hours, cue numbers and blank lines may be missing, fractions be short', () => {
    const text = '00:01,5 --> 00:02\nOne\n00:03.25-->00:04,000\n\n\nTwo\n';
    expect(parseCaptions(text)).toMatchObject([
      { startSeconds: 1.5, endSeconds: 2, text: 'One' },
      { startSeconds: 3.25, endSeconds: 4, text: 'Two' },
    ]);
  });

  test('marks of direction stay, and text in other scripts does', () => {
    expect(said(cuesOf('\u200Fשלום\u200E pivot', '你好'))).toEqual([
      [null, '\u200Fשלום\u200E pivot'],
      [null, '你好'],
    ]);
  });
});

test('the language of a file stands in its header', () => {
  expect(captionsLanguage('WEBVTT\nKind: captions\nLanguage: pt-BR\n\n')).toBe('pt-BR');
  expect(captionsLanguage('WEBVTT\n\nLanguage: en')).toBeNull();
  expect(captionsLanguage('1\nLanguage: en')).toBeNull();
  expect(captionsLanguage(toVtt([], { language: 'zh-Hant-TW' }))).toBe('zh-Hant-TW');
});
