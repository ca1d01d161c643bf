import { expect, test } from 'vitest';
import { orderSubtitles } from './order-subtitles.ts';

const track = (index: number, language: string | null, more: object = {}) => ({
  index,
  codec: 'subrip',
  language,
  ...more,
});
const shown = { isDefault: true };
const forced = { isForced: true };

test.each([
  ['as they stand, when nothing is known', [track(2, null), track(3, null)], null, [2, 3]],
  ['what players show first', [track(2, 'en'), track(3, 'de', shown)], null, [3, 2]],
  ['the language that was given before it', [track(2, 'en'), track(3, 'de', shown)], 'en', [2, 3]],
  ['a region of it', [track(2, 'de', shown), track(3, 'pt-BR')], 'pt-PT', [3, 2]],
  [
    'what players show, when the language is not there',
    [track(2, 'en'), track(3, 'de', shown)],
    'fr',
    [3, 2],
  ],
  [
    'parts last, whatever their language',
    [track(2, 'en', { ...forced, ...shown }), track(3, 'de')],
    'en',
    [3, 2],
  ],
  ['five at most', [2, 3, 4, 5, 6, 7].map((index) => track(index, null)), null, [2, 3, 4, 5, 6]],
])('subtitles are tried %s', (_name, tracks, wanted, order) => {
  expect(orderSubtitles(tracks, wanted).map(({ index }) => index)).toEqual(order);
});
