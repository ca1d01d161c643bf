import { describe, expect, test } from 'vitest';
import { parseCaptions } from './parse.ts';

/** Start, end, speaker and text of each segment, as people would compare them. */
const read = (lines: readonly string[], lineEnd = '\n') =>
  parseCaptions(lines.join(lineEnd)).map(
    ({ startSeconds, endSeconds, speaker, text }) =>
      `${startSeconds}-${endSeconds} ${speaker ?? '?'}: ${text}`,
  );

const zoom = [
  'WEBVTT',
  '',
  '1',
  '00:00:01.031 --> 00:00:04.890',
  'Dana Whitfield: Good morning.',
  '',
  '2',
  '00:00:05.570 --> 00:00:10.121',
  'Jürgen Müller: Hello: all of you.',
  '',
];
const zoomSays = [
  '1.031-4.89 Dana Whitfield: Good morning.',
  '5.57-10.121 Jürgen Müller: Hello: all of you.',
];

describe('a caption file', () => {
  test.each<[string, string[], string[]]>([
    ['of Zoom', zoom, zoomSays],
    [
      'of Teams',
      [
        'WEBVTT',
        '',
        '6f1c2a90-4d0b-4e55-9a37-2f6d1b8e7c03/5-0',
        '00:00:01.031 --> 00:00:04.890',
        '<v Whitfield, Dana (Finance)>Thanks',
        'for joining.</v>',
        '',
        '6f1c2a90-4d0b-4e55-9a37-2f6d1b8e7c03/6-0',
        '00:00:05.570 --> 00:00:06.121',
        '<v Jürgen Müller>Sure.</v>',
      ],
      ['1.031-4.89 Whitfield, Dana (Finance): Thanks for joining.', '5.57-6.121 Jürgen Müller: Sure.'],
    ],
    [
      'of Webex, which names people in the identifiers',
      [
        'WEBVTT',
        '',
        '1 "Dana Whitfield" (3105742592)',
        '00:00:01.031 --> 00:00:04.890',
        'Who has the pager?',
        '2 "Ben Okafor" (0)',
        '00:00:05.570 --> 00:00:06.121',
        'I do.',
      ],
      ['1.031-4.89 Dana Whitfield: Who has the pager?', '5.57-6.121 Ben Okafor: I do.'],
    ],
    [
      'of Google Meet, chat',
      [
        '0:00:36.345,0:00:39.345',
        'Dana Whitfield: the link is in the notes',
        '',
        '0:01:02.531,0:01:05.531',
        'Ben Okafor: thank you',
      ],
      ['36.345-39.345 Dana Whitfield: the link is in the notes', '62.531-65.531 Ben Okafor: thank you'],
    ],
    [
      'of Google Meet, speech',
      [
        '00:00:08.000,00:00:12.000',
        '(Dana Whitfield)',
        'Let us start.',
        '',
        '00:00:12.000,00:00:16.000',
        '(Dana Whitfield)',
        'Ben?',
        '-',
        ' ',
        '(Ben Okafor)',
        'Here I am.',
      ],
      ['8-12 Dana Whitfield: Let us start.', '12-16 Dana Whitfield: Ben?', '12-16 Ben Okafor: Here I am.'],
    ],
    [
      'of YouTube, by hand (SBV)',
      ['0:00:01.000,0:00:03.500', 'Pivot tables', 'are next', '', '0:00:04.000,0:00:05.000', '42'],
      ['1-3.5 ?: Pivot tables are next', '4-5 ?: 42'],
    ],
    [
      'of YouTube, automatic: what scrolls by is said once',
      [
        'WEBVTT',
        'Kind: captions',
        'Language: en',
        '',
        '00:00:00.000 --> 00:00:02.000 align:start position:0%',
        ' ',
        'so<00:00:00.500><c> this</c><00:00:01.000><c> is</c>',
        '',
        '00:00:02.000 --> 00:00:02.010 align:start position:0%',
        'so this is',
        ' ',
        '',
        '00:00:02.010 --> 00:00:04.000 align:start position:0%',
        'so this is',
        'a<00:00:02.500><c> pivot</c>',
        '',
        '00:00:04.000 --> 00:00:04.010 align:start position:0%',
        'a pivot',
        ' ',
        '',
        '00:00:04.010 --> 00:00:06.000 align:start position:0%',
        'a pivot',
        'table<00:00:05.000><c> right</c>',
      ],
      ['0-2 ?: so this is', '2.01-4 ?: a pivot', '4.01-6 ?: table right'],
    ],
    [
      'of Otter (SRT)',
      [
        '1',
        '00:00:00,450 --> 00:00:03,300',
        'Dana Whitfield: First we select the range,',
        'then we insert a table.',
        '',
        '2',
        '00:00:03,300 --> 00:00:05,040',
        'Ben Okafor: Why not the whole sheet?',
      ],
      [
        '0.45-3.3 Dana Whitfield: First we select the range, then we insert a table.',
        '3.3-5.04 Ben Okafor: Why not the whole sheet?',
      ],
    ],
    [
      'of Premiere (SRT), with a byte order mark and colours',
      [
        '\uFEFF1',
        '00:00:01,000 --> 00:00:02,500',
        '<font color="#FFFFFF00">{\\an8}<b>Hello</b> there</font>',
        '',
        '2',
        '00:00:03,040 --> 00:00:04,960',
        'Again.',
      ],
      ['1-2.5 ?: Hello there', '3.04-4.96 ?: Again.'],
    ],
    [
      'of an editor that writes positions (SRT)',
      ['1', '00:00:01,000 --> 00:00:02,500  X1:201 X2:516 Y1:397 Y2:423', 'Down here'],
      ['1-2.5 ?: Down here'],
    ],
    [
      'of Aegisub (ASS)',
      [
        '[Script Info]',
        'ScriptType: v4.00+',
        '',
        '[V4+ Styles]',
        'Style: Default,Arial,20',
        '',
        '[Events]',
        'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
        'Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not shown',
        'Dialogue: 0,0:00:03.00,0:00:04.50,Default,Ben Okafor,0,0,0,,Yes, {\\i1}really{\\i0}\\Nnow',
        'Dialogue: 0,0:00:01.00,0:00:02.50,Default,Dana Whitfield,0000,0000,0000,,{\\an8}Save\\hfirst?{a remark}',
        'Dialogue: 1,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}',
      ],
      ['1-2.5 Dana Whitfield: Save first?', '3-4.5 Ben Okafor: Yes, really now'],
    ],
    [
      'of an older editor (SSA)',
      [
        '[Script Info]',
        '[Events]',
        'Dialogue: Marked=0,0:00:01.00,0:00:02.00,Default,,0000,0000,0000,,Hello',
      ],
      ['1-2 ?: Hello'],
    ],
  ])('%s', (_tool, lines, expected) => {
    for (const lineEnd of ['\n', '\r\n', '\r']) expect(read(lines, lineEnd)).toEqual(expected);
  });

  test('may mix line ends', () => {
    expect(parseCaptions(zoom.map((line, at) => line + ['\n', '\r\n', '\r'][at % 3]).join(''))).toEqual(
      parseCaptions(zoom.join('\n')),
    );
  });
});

describe('captions of a stream', () => {
  const segment = (map: string, ...cues: string[]) =>
    `WEBVTT\nX-TIMESTAMP-MAP=${map}\n\n${cues.join('\n\n')}\n`;
  const cue = (start: string, end: string, text: string) => `${start} --> ${end}\n${text}`;

  test('the usual 10 s at which a stream’s clock starts do not move them', () => {
    const file = segment('LOCAL:00:00:00.000,MPEGTS:900000', cue('00:01.000', '00:02.000', 'Hello'));
    expect(read([file])).toEqual(['1-2 ?: Hello']);
  });

  test('a clock that shows the time of day is set to 0', () => {
    const file = segment('MPEGTS:900000,LOCAL:10:00:00.000', cue('10:00:01.500', '10:00:02.000', 'Hello'));
    expect(read([file])).toEqual(['1.5-2 ?: Hello']);
  });

  test('segments one after the other are put where the stream’s clock has them, and what two of them repeat comes once', () => {
    const between = cue('00:05.500', '00:06.500', 'both');
    const first = segment('MPEGTS:900000,LOCAL:00:00:00.000', cue('00:01.000', '00:02.000', 'one'), between);
    const second = segment(
      'MPEGTS:1440000,LOCAL:00:00:00.000',
      cue('-00:00.500', '00:00.500', 'both'),
      cue('00:01.000', '00:02.000', 'two'),
    );
    const expected = ['1-2 ?: one', '5.5-6.5 ?: both', '7-8 ?: two'];
    expect(read([first, second], '\n')).toEqual(expected);
    // as `cat` puts them together when the first ends without a line end
    expect(read([first.trimEnd(), second], '\n')).toEqual(expected);
  });

  test('the stream’s clock may start again', () => {
    const first = segment(
      `MPEGTS:${2 ** 33 - 90_000},LOCAL:00:00:00.000`,
      cue('00:00.100', '00:00.900', 'a'),
    );
    const second = segment('MPEGTS:0,LOCAL:00:00:00.000', cue('00:00.100', '00:00.900', 'b'));
    expect(read([first, second])).toEqual(['0.1-0.9 ?: a', '1.1-1.9 ?: b']);
  });
});

test('words come with their times where each has one', () => {
  const [segment, other] = parseCaptions(
    'WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>R&amp;D<00:01.500> <00:01.600><c>pays</c><00:02.000> off\n\n' +
      '00:03.000 --> 00:05.000\nNot at once: <00:04.000>late',
  );
  expect(segment).toEqual({
    startSeconds: 1,
    endSeconds: 3,
    speaker: 'Ann',
    text: 'R&D pays off',
    words: [
      { startSeconds: 1, endSeconds: 1.5, text: 'R&D' },
      { startSeconds: 1.6, endSeconds: 2, text: 'pays' },
      { startSeconds: 2, endSeconds: 3, text: 'off' },
    ],
  });
  expect(other?.words).toBeUndefined();
});
