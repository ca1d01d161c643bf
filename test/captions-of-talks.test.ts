import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeCaptions } from '../core/model/captions/decode.ts';
import { parseCaptions } from '../core/model/captions/parse.ts';
import { toSrt, toVtt } from '../core/model/captions/write.ts';
import truth from './fixtures/captions/truth.json' with { type: 'json' };

const talks = Object.entries(truth);
const read = (name: string) =>
  parseCaptions(decodeCaptions(readFileSync(join(import.meta.dirname, 'fixtures', 'captions', name))));

describe.each(talks)('the captions of %s', (talk, spoken) => {
  test.each(['zoom.vtt', 'teams.vtt'])('%s gives who said what and when', (ending) => {
    expect(read(`${talk}.${ending}`)).toEqual(spoken);
  });

  test('srt gives what was said and when', () => {
    expect(read(`${talk}.srt`)).toEqual(spoken.map((segment) => ({ ...segment, speaker: null })));
  });

  test('come back the same from our own files', () => {
    expect(parseCaptions(toVtt(spoken, { language: 'en' }))).toEqual(spoken);
    expect(parseCaptions(toSrt(spoken)).map(({ text, startSeconds }) => ({ text, startSeconds }))).toEqual(
      read(`${talk}.srt`).map(({ text, startSeconds }) => ({ text, startSeconds })),
    );
  });
});
