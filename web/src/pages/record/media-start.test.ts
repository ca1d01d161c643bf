import { expect, test } from 'vitest';
import { mediaStart, playableRest } from './media-start.ts';

const cluster = [0x1f, 0x43, 0xb6, 0x75];
const bytes = (...parts: readonly number[]) => new Blob([new Uint8Array(parts)]);
const bytesOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];

test('media begins at the first cluster of WebM, and at the size before the first moof of MP4', () => {
  expect(mediaStart(new Uint8Array([1, 2, 0x1f, 0x43, ...cluster, 3]), 'webm')).toBe(4);
  expect(mediaStart(new TextEncoder().encode('ftyp0000moof'), 'mp4')).toBe(4);
  expect(mediaStart(new Uint8Array([1, 2, 3]), 'webm')).toBe(-1);
});

test('a rest is given the header, and loses what cannot be played without what came before', async () => {
  const beginning = bytes(1, 2, ...cluster, 3);
  const rest = bytes(4, 5, ...cluster, 6);
  expect(await bytesOf(await playableRest(beginning, rest, 'webm'))).toEqual([1, 2, ...cluster, 6]);
  expect(await bytesOf(await playableRest(beginning, bytes(7, 8), 'webm'))).toEqual([1, 2, 7, 8]);
});
