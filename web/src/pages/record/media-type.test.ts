import { expect, test } from 'vitest';
import { chooseMediaType } from './media-type.ts';

test('the best format that a browser has is taken', () => {
  expect(chooseMediaType('screen', () => true)).toEqual({
    mimeType: 'video/webm;codecs=vp9,opus',
    ending: 'webm',
  });
  expect(chooseMediaType('audio', () => true)).toEqual({
    mimeType: 'audio/webm;codecs=opus',
    ending: 'webm',
  });
});

test('a browser that knows no WebM records MP4', () => {
  const isMp4 = (type: string) => type.includes('mp4');
  expect(chooseMediaType('camera', isMp4).ending).toBe('mp4');
  expect(chooseMediaType('audio', isMp4).ending).toBe('m4a');
  expect(() => chooseMediaType('audio', () => false)).toThrow('another browser');
});
