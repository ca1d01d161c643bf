import { describe, expect, test } from 'vitest';
import { larger, modesOf } from '../../test/support/plans.ts';
import { probe } from '../../test/support/probes.ts';
import type { MediaProbe, VideoStream } from './media.ts';
import { planEncoding, planRenditions, type RenditionStep } from './media-plan.ts';

describe('pictures that are encoded', () => {
  test.each<[string, Partial<VideoStream>, [number, number], [number, number] | null]>([
    ['a screen of 1440p', { width: 2560, height: 1440 }, [1280, 720], [1920, 1080]],
    ['1080p', {}, [1280, 720], [1920, 1080]],
    ['4K', { width: 3840, height: 2160 }, [1280, 720], [1920, 1080]],
    ['a laptop of 16:10', { width: 3024, height: 1964 }, [1280, 830], [1662, 1080]],
    ['a wide screen', { width: 3440, height: 1440 }, [1280, 534], [1920, 802]],
    ['a phone held upright, stored lying', { rotation: 90 }, [720, 1280], [1080, 1920]],
    ['the screen of a phone', { width: 1080, height: 2400 }, [576, 1280], [864, 1920]],
    ['wide pixels', { width: 1440, sampleAspectRatio: 4 / 3 }, [1280, 720], [1920, 1080]],
    ['1600x900', { width: 1600, height: 900 }, [1280, 720], [1600, 900]],
    ['1440x900', { width: 1440, height: 900 }, [1280, 800], null],
    ['720p', { width: 1280, height: 720 }, [1280, 720], null],
    ['DV', { width: 720, height: 576 }, [720, 576], null],
    ['an old tablet, which 1080p makes hardly larger', { width: 2048, height: 1536 }, [1280, 960], null],
    ['a square, which 1080p makes smaller', { width: 1440, height: 1440 }, [1280, 1280], null],
  ])(
    'what is encoded small is encoded larger later, if that shows more: %s',
    (_name, video, first, later) => {
      const size = (step: RenditionStep | null) =>
        step?.kind === 'video' && step.picture.kind === 'encode'
          ? [step.picture.settings.width, step.picture.settings.height]
          : null;
      const plan = planRenditions(probe({ codec: 'hevc', ...video }, {}));
      if (plan.kind === 'refuse') throw new Error(plan.reason);
      expect([size(plan.first), size(plan.later)]).toEqual([first, later]);
    },
  );

  test('a larger version is made as the first one: toned down, deinterlaced, filled', () => {
    const odd = { codec: 'hevc', fieldOrder: 'tt', colorTransfer: 'arib-std-b67', startSeconds: 4 };
    const settings = { deinterlace: true, fillStart: true, highDynamicRange: 'hlg' };
    const step = { kind: 'video', picture: { settings }, audio: 'copy' };
    expect(planRenditions(probe(odd, {}))).toMatchObject({ first: step, later: step });
  });

  test.each<[string, string | null, string | null]>([
    ['perceptual quantisation', 'smpte2084', 'pq'],
    ['hybrid log-gamma', 'arib-std-b67', 'hlg'],
    ['an ordinary picture', 'bt709', null],
    ['a picture that says nothing', null, null],
  ])('only a high dynamic range is toned down: %s', (_name, colorTransfer, highDynamicRange) => {
    expect(planRenditions(probe({ codec: 'hevc', colorTransfer }, {}))).toMatchObject({
      first: { picture: { kind: 'encode', settings: { highDynamicRange } } },
    });
  });

  test('only an interlaced picture is deinterlaced, only a late one is filled', () => {
    const settings = (video: Partial<VideoStream>) => {
      const plan = planRenditions(probe(video, {}));
      if (plan.kind !== 'play' || plan.first.kind !== 'video') return [];
      const { picture } = plan.first;
      return picture.kind === 'encode' ? [picture.settings.deinterlace, picture.settings.fillStart] : [];
    };
    expect(settings({ codec: 'vp9' })).toEqual([false, false]);
    expect(settings({ fieldOrder: 'tb' })).toEqual([true, false]);
    expect(settings({ startSeconds: 4 })).toEqual([false, true]);
  });
});

test('encoding instead of copying says why and leaves nothing copied', () => {
  const planned = (recording: MediaProbe) => {
    const plan = planEncoding(recording, 'Time stamps are out of order');
    return [modesOf(plan), ...(plan.kind === 'play' ? plan.reasons : [])];
  };
  const why = 'Time stamps are out of order: converted';
  expect(planned(probe({ width: 1280, height: 720 }, {}))).toEqual(['standard encode', why]);
  expect(planned(probe({}, {}, { audioTrackCount: 2 }))).toEqual([
    'standard encode, later high encode',
    why,
    larger(),
    'Sound track 1 of 2 is used',
  ]);
  expect(planned(probe({ width: 3840, height: 2160 }, null))).toEqual([
    'standard none, later high none',
    why,
    larger('3840x2160'),
  ]);
  expect(planned(probe(null, {}))).toEqual(['m4a encode', why]);
});
