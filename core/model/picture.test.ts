import { expect, test } from 'vitest';
import { h264 } from '../../test/support/probes.ts';
import type { VideoStream } from './media.ts';
import { fitPicture, shownSize } from './picture.ts';

test.each<[string, Partial<VideoStream>, [number, number], [number, number], [number, number]]>([
  ['1080p', {}, [1920, 1080], [1280, 720], [1920, 1080]],
  ['upright', { rotation: 90 }, [1080, 1920], [720, 1280], [1080, 1920]],
  ['upside down', { rotation: 180 }, [1920, 1080], [1280, 720], [1920, 1080]],
  [
    'DV with wide pixels',
    { width: 720, height: 576, sampleAspectRatio: 16 / 15 },
    [768, 576],
    [768, 576],
    [768, 576],
  ],
  ['odd', { width: 641, height: 361 }, [641, 361], [640, 360], [640, 360]],
  ['a line', { width: 4000, height: 2 }, [4000, 2], [1280, 2], [1920, 2]],
])('the size of a picture that is %s', (_name, video, shown, standard, high) => {
  expect(Object.values(shownSize({ ...h264, ...video }))).toEqual(shown);
  expect(Object.values(fitPicture({ ...h264, ...video }, 'standard'))).toEqual(standard);
  expect(Object.values(fitPicture({ ...h264, ...video }, 'high'))).toEqual(high);
});
