import { expect, test } from 'vitest';
import { type Abilities, kindHere, obstacleOf } from './abilities.ts';

const all: Abilities = { isSecure: true, hasDevices: true, hasScreen: true, hasRecorder: true };

test.each<[string, Partial<Abilities>, ReturnType<typeof obstacleOf>]>([
  ['everything is there', {}, null],
  ['there is no screen to share', { hasScreen: false }, null],
  ['the page came over plain http', { isSecure: false, hasDevices: false }, 'insecure'],
  ['the browser has no recorder', { hasRecorder: false }, 'old'],
  ['the browser has no devices', { hasDevices: false }, 'old'],
])('%s', (_when, change, obstacle) => {
  expect(obstacleOf({ ...all, ...change })).toBe(obstacle);
});

test('where the screen cannot be shared, the camera is offered instead', () => {
  expect(kindHere('screen', { ...all, hasScreen: false })).toBe('camera');
  expect(kindHere('screen', all)).toBe('screen');
  expect(kindHere('audio', { ...all, hasScreen: false })).toBe('audio');
});
