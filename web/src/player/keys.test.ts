import { expect, test } from 'vitest';
import { commandOf, nextSpeed } from './keys.ts';

const press = (key: string, modifier: object = {}) =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifier });

test.each([
  ['k', { kind: 'toggle' }],
  [' ', { kind: 'toggle' }],
  ['J', { kind: 'seek-by', seconds: -10 }],
  ['ArrowRight', { kind: 'seek-by', seconds: 5 }],
  ['>', { kind: 'speed', step: 1 }],
  ['7', { kind: 'seek-to-tenth', tenth: 7 }],
  ['n', { kind: 'hit', step: 1 }],
] as const)('%s', (key, command) => {
  expect(press(key)).toEqual(command);
});

test('keys with a modifier and keys without meaning are left to the browser', () => {
  expect(press('f', { ctrlKey: true })).toBeNull();
  expect(press('c', { metaKey: true })).toBeNull();
  expect(press('ArrowLeft', { altKey: true })).toBeNull();
  expect(press('x')).toBeNull();
  expect(press('Tab')).toBeNull();
  expect(press('toString')).toBeNull();
});

test('speed goes up and down the ladder and stays at its ends', () => {
  expect(nextSpeed(1, 1)).toBe(1.25);
  expect(nextSpeed(1, -1)).toBe(0.75);
  expect(nextSpeed(1.1, -1)).toBe(1);
  expect(nextSpeed(3, 1)).toBe(3);
  expect(nextSpeed(0.5, -1)).toBe(0.5);
});
