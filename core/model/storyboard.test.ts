import { describe, expect, test } from 'vitest';
import { planStoryboard, storyboardVtt } from './storyboard.ts';

const wide = { width: 1920, height: 1080 };

describe('how the tiles lie', () => {
  test.each<[string, number, number, number, number]>([
    ['a moment', 0.5, 1, 5, 1],
    ['twelve seconds', 12.2, 3, 5, 3],
    ['five minutes', 300, 60, 5, 10],
    ['an hour', 3600, 100, 36, 10],
    ['an hour and a little', 3600.4, 100, 36.004, 10],
    ['a day', 86_400, 100, 864, 10],
    ['no length', 0, 1, 5, 1],
  ])('%s', (_name, durationSeconds, count, secondsPerTile, columns) => {
    expect(planStoryboard(wide, durationSeconds)).toEqual({
      tileWidth: 160,
      tileHeight: 90,
      columns,
      count,
      secondsPerTile,
    });
  });

  test.each<[string, number, number, number, number]>([
    ['upright', 1080, 1920, 160, 284],
    ['4:3', 640, 480, 160, 120],
    ['a column', 2, 4000, 2, 284],
    ['a line', 4000, 2, 160, 2],
  ])('a picture that is %s keeps its shape', (_name, width, height, tileWidth, tileHeight) => {
    expect(planStoryboard({ width, height }, 60)).toMatchObject({ tileWidth, tileHeight });
  });
});

describe('WebVTT of a storyboard', () => {
  test('each stretch points to its part of the image, and the last ends with the recording', () => {
    const storyboard = { tileWidth: 160, tileHeight: 90, columns: 2, count: 3, secondsPerTile: 5 };
    expect(storyboardVtt(storyboard, 'sprite-1.webp', 12.236)).toBe(
      [
        'WEBVTT\n',
        '00:00:00.000 --> 00:00:05.000\nsprite-1.webp#xywh=0,0,160,90\n',
        '00:00:05.000 --> 00:00:10.000\nsprite-1.webp#xywh=160,0,160,90\n',
        '00:00:10.000 --> 00:00:12.236\nsprite-1.webp#xywh=0,90,160,90\n',
      ].join('\n'),
    );
  });

  test('hours are written out, and no cue ends before it begins', () => {
    const storyboard = planStoryboard(wide, 90_000);
    const lines = storyboardVtt(storyboard, 'a.jpg', 1).split('\n');
    expect(lines.at(-3)).toBe('24:45:00.000 --> 24:45:00.001');
  });
});
