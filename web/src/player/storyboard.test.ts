import { expect, test } from 'vitest';
import { planStoryboard, storyboardVtt } from '../../../core/model/storyboard.ts';
import { parseStoryboard, tileAt } from './storyboard.ts';

test('what the server writes is read: each stretch with its part of the image beside it', () => {
  const seconds = 7_203;
  const plan = planStoryboard({ width: 1280, height: 720 }, seconds);
  const tiles = parseStoryboard(storyboardVtt(plan, 'sprite-1.jpg', seconds), '/media/id/storyboard-1.vtt');
  expect(tiles).toHaveLength(plan.count);
  expect(tiles[0]).toEqual({
    ...{ startSeconds: 0, image: '/media/id/sprite-1.jpg', x: 0, y: 0, width: 160, height: 90 },
  });
  expect(tileAt(tiles, 0.5)).toBe(tiles[0]);
  expect(tileAt(tiles, plan.secondsPerTile * 12 + 1)).toMatchObject({ x: 320, y: 90 });
  expect(tileAt(tiles, seconds + 1)).toBe(tiles.at(-1));
});

test('what is no storyboard has no pictures', () => {
  expect(parseStoryboard('WEBVTT\n\n00:00.000 --> 00:05.000\nHello', '/media/id/captions.vtt')).toEqual([]);
  expect(tileAt([], 3)).toBeUndefined();
});
