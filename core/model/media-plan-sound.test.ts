import { describe, expect, test } from 'vitest';
import { probe } from '../../test/support/probes.ts';
import type { AudioStream, MediaProbe } from './media.ts';
import { planRenditions } from './media-plan.ts';

const goodSound = 'AAC plays everywhere: copied';
const otherBrowsers = 'does not play in every browser';

describe('recordings without a picture', () => {
  test.each<[string, Partial<AudioStream>, string, readonly string[]]>([
    ['a voice memo', {}, 'copy', [goodSound]],
    ['a mono voice memo', { channels: 1, sampleRate: 44_100 }, 'copy', [goodSound]],
    ['MP3', { codec: 'mp3' }, 'encode', [`MP3 sound ${otherBrowsers}: converted to AAC`]],
    [
      'a telephone',
      { codec: 'pcm_mulaw', sampleRate: 8000 },
      'encode',
      [`PCM sound ${otherBrowsers}: converted to AAC`],
    ],
    [
      'a phone',
      { codec: 'amr_nb', sampleRate: 8000 },
      'encode',
      [`AMR sound ${otherBrowsers}: converted to AAC`],
    ],
    ['FLAC', { codec: 'flac' }, 'encode', [`FLAC sound ${otherBrowsers}: converted to AAC`]],
    ['sound that starts late has nothing to be late for', { startSeconds: 7 }, 'copy', [goodSound]],
  ])('%s', (_name, audio, mode, reasons) => {
    expect(planRenditions(probe(null, audio, { container: 'matroska' }))).toEqual({
      kind: 'play',
      first: { kind: 'audio', audio: mode },
      later: null,
      reasons,
    });
  });

  test('neither picture nor sound is refused; subtitles alone are told where to go', () => {
    expect(planRenditions(probe(null, null))).toEqual({
      kind: 'refuse',
      reason: 'There is neither picture nor sound in this file.',
    });
    const subtitles = [{ index: 0, codec: 'subrip', language: null }];
    expect(planRenditions(probe(null, null, { subtitles }))).toEqual({
      kind: 'refuse',
      reason: 'There are only subtitles in this file. Upload them as captions.',
    });
  });
});

test.each<[string, Partial<MediaProbe>, Partial<AudioStream>, string[]]>([
  ['the first of three', { audioTrackCount: 3, audioTrackNumber: 1 }, {}, ['Sound track 1 of 3 is used']],
  [
    'the second, in German',
    { audioTrackCount: 3, audioTrackNumber: 2 },
    { language: 'de' },
    ['Sound track 2 of 3 (German) is used'],
  ],
  [
    'in Portuguese of Brazil',
    { audioTrackCount: 2 },
    { language: 'pt-BR' },
    ['Sound track 1 of 2 (Portuguese) is used'],
  ],
  ['in a language nobody named', { audioTrackCount: 2 }, { language: null }, ['Sound track 1 of 2 is used']],
  ['no such language', { audioTrackCount: 2 }, { language: 'qqq' }, ['Sound track 1 of 2 is used']],
  ['only one, in German', {}, { language: 'de' }, []],
])('which sound track is used is said: %s', (_name, more, audio, reasons) => {
  expect(planRenditions(probe({}, audio, more))).toMatchObject({
    reasons: ['H.264 High 1920x1080 and AAC play everywhere: copied', ...reasons],
  });
});
