import { expect, test } from 'vitest';
import { deviceProblem } from './device-problem.ts';

const thrown = (name: string) => new DOMException('as the browser puts it', name);

test.each([
  ['microphone', 'NotAllowedError', /does not let this page use the microphone/],
  ['camera', 'NotFoundError', /No camera was found/],
  ['microphone', 'NotReadableError', /Another program/],
  ['screen', 'NotAllowedError', /No screen was shared/],
  ['screen', 'InvalidStateError', /another window/],
  ['camera', 'TypeError', /as the browser puts it/],
] as const)('the %s that throws %s is told with what to do', (device, name, words) => {
  expect(deviceProblem(device, thrown(name))).toMatch(words);
});
