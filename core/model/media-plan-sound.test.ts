import { describe, expect, test } from 'vitest';
import { probe } from '../../test/support/probes.ts';
import type { AudioStream } from './media.ts';
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
