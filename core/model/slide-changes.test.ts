import { expect, test } from 'vitest';
import { slideChangesOf } from './slide-changes.ts';

test('each still picture that is followed by another gives a change', () => {
  expect(slideChangesOf([10.6, 21.8, 32.1], 60)).toEqual([10.6, 21.8, 32.1]);
});

test('a slide that comes in piece by piece changes once', () => {
  expect(slideChangesOf([10, 10.5, 11, 12.5, 60, 60.04], 120)).toEqual([10, 60]);
});

test('what changes as the recording starts is its first slide', () => {
  expect(slideChangesOf([0.03, 0.5, 40], 120)).toEqual([40]);
});

test('a picture that moves all the time shows no slides', () => {
  const everyFrame = Array.from({ length: 3_000 }, (_, frame) => frame / 25);
  expect(slideChangesOf(everyFrame, 120)).toEqual([]);
});

test('a picture that changes every few seconds shows no slides', () => {
  const cuts = Array.from({ length: 40 }, (_, cut) => cut * 3);
  expect(slideChangesOf(cuts, 120)).toEqual([]);
});

test('a demonstration among slides leaves the slides', () => {
  const demonstration = Array.from({ length: 60 }, (_, step) => 300 + step);
  expect(slideChangesOf([60, 180, ...demonstration, 500], 900)).toEqual([60, 180, 300, 500]);
});

test('a picture that never changes has no changes', () => {
  expect(slideChangesOf([], 60)).toEqual([]);
});
