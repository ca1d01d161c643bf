import { expect, test } from 'vitest';
import { PermanentError } from '../errors.ts';
import { decodeCaptions } from './decode.ts';

const text = 'WEBVTT\n\n00:01.000 --> 00:02.000\nGrüße – “quoted”';

const utf16 = (source: string, littleEndian: boolean): number[] =>
  [...source].flatMap((character) => {
    const unit = character.charCodeAt(0);
    return littleEndian ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
  });

test.each([
  ['UTF-8', [...new TextEncoder().encode(text)]],
  ['UTF-8 with a byte order mark', [0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)]],
  ['UTF-16LE with a byte order mark', [0xff, 0xfe, ...utf16(text, true)]],
  ['UTF-16BE with a byte order mark', [0xfe, 0xff, ...utf16(text, false)]],
  ['UTF-16LE', utf16(text, true)],
  ['UTF-16BE', utf16(text, false)],
])('%s is decoded', (_name, bytes) => {
  expect(decodeCaptions(Uint8Array.from(bytes))).toBe(text);
});

test('UTF-16 without a byte order mark is seen also where the letters have no zeros', () => {
  const chinese =
    '1\r\n00:00:01,000 --> 00:00:02,000\r\n透视表把杂乱的导出变成报告请先检查源数据只有一行标题没有合并的单元格空列是最常见的错误然后插入表格并拖动字段\r\n';
  for (const littleEndian of [true, false])
    expect(decodeCaptions(Uint8Array.from(utf16(chinese, littleEndian)))).toBe(chinese);
});

test('what is not valid UTF-8 is read as windows-1252', () => {
  const bytes = Uint8Array.from([0x47, 0x72, 0xfc, 0xdf, 0x65, 0x20, 0x96, 0x20, 0x93, 0x80, 0x94]);
  expect(decodeCaptions(bytes)).toBe('Grüße – “€”');
});

test.each([
  ['a letter cut off at the end', [...new TextEncoder().encode('Grüße – ü').slice(0, -1)], 'Grüße – \ufffd'],
  ['a byte that was lost', [0xff, ...new TextEncoder().encode('Grüße')], '\ufffdGrüße'],
  ['a byte order mark', [0xef, 0xbb, 0xbf, 0xfc, 0x21], '\ufffd!'],
])('UTF-8 with %s stays UTF-8', (_name, bytes, expected) => {
  expect(decodeCaptions(Uint8Array.from(bytes))).toBe(expected);
});

test('more than 10 MB is refused with a sentence', () => {
  const decode = () => decodeCaptions(new Uint8Array(10 * 1024 * 1024 + 1));
  expect(decode).toThrow(PermanentError);
  expect(decode).toThrow('This caption file is larger than 10 MB.');
});
