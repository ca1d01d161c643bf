import { expect, test } from 'vitest';
import { type Sighting, settling } from './settling.ts';

const item = { path: '/talks/talk.mp4', captionsPath: null, isTranscript: false };
const stamp = (sizeBytes: number, modifiedMs = 0) => ({ sizeBytes, modifiedMs });
const seen = (content: Sighting['content'], captions: Sighting['captions'] = null): Sighting[] => [
  { item, content, captions },
];
const content = [expect.objectContaining({ item, news: 'content' })];

/** Settled by two more looks than the first. */
function settled(...given: Parameters<typeof seen>) {
  const files = settling(2);
  for (const look of [1, 2, 3]) expect(files.look(seen(...given))).toEqual(look === 3 ? content : []);
  return files;
}

test('a file is given once it was the same in enough looks, and again until something came of it', () => {
  const files = settled(stamp(10));
  expect(files.look(seen(stamp(10)))).toEqual(content);
  files.end(item, 'taken');
  expect(files.look(seen(stamp(10)))).toEqual([]);
});

test('a file that grows, or is written over, starts anew', () => {
  const files = settling(2);
  for (const size of [1, 2, 3, 3]) expect(files.look(seen(stamp(size)))).toEqual([]);
  expect(files.look(seen(stamp(3, 1)))).toEqual([]);
  expect(files.look(seen(stamp(3, 1)))).toEqual([]);
  expect(files.look(seen(stamp(3, 1)))).toEqual(content);
});

test('an empty file is never given', () => {
  const files = settling(1);
  for (let look = 0; look < 5; look += 1) expect(files.look(seen(stamp(0)))).toEqual([]);
});

test('captions that come while the recording settles are waited for', () => {
  const files = settling(2);
  files.look(seen(stamp(10)));
  files.look(seen(stamp(10)));
  expect(files.look(seen(stamp(10), stamp(1)))).toEqual([]);
  expect(files.look(seen(stamp(10), stamp(2)))).toEqual([]);
  expect(files.look(seen(stamp(10), stamp(2)))).toEqual([]);
  expect(files.look(seen(stamp(10), stamp(2)))).toEqual(content);
});

test('captions that come, or change, after the recording was taken are news of their own; their loss is none', () => {
  const files = settled(stamp(10));
  files.end(item, 'taken');
  for (const captions of [stamp(1), stamp(2)]) {
    for (const look of [1, 2, 3])
      expect(files.look(seen(stamp(10), captions))).toEqual(
        look === 3 ? [expect.objectContaining({ item, news: 'captions' })] : [],
      );
    files.end(item, 'taken');
  }
  for (let look = 0; look < 5; look += 1) expect(files.look(seen(stamp(10)))).toEqual([]);
});

test('what was refused is given again only when it, or its captions, have changed', () => {
  const files = settled(stamp(10));
  files.end(item, 'refused');
  for (let look = 0; look < 5; look += 1) expect(files.look(seen(stamp(10)))).toEqual([]);
  for (const look of [1, 2, 3])
    expect(files.look(seen(stamp(10), stamp(1)))).toEqual(look === 3 ? content : []);
  files.end(item, 'refused');
  for (const look of [1, 2, 3])
    expect(files.look(seen(stamp(11), stamp(1)))).toEqual(look === 3 ? content : []);
});

test('what failed for now is tried again after twice as many looks each time, up to 128', () => {
  const files = settled(stamp(10));
  const waits: number[] = [];
  for (let failure = 0; failure < 8; failure += 1) {
    files.end(item, 'later');
    let looks = 1;
    while (files.look(seen(stamp(10))).length === 0) looks += 1;
    waits.push(looks);
  }
  expect(waits).toEqual([4, 8, 16, 32, 64, 128, 128, 128]);
});

test('a file that was away and came back as it was is still dealt with', () => {
  const files = settled(stamp(10));
  files.end(item, 'taken');
  expect(files.look([])).toEqual([]);
  for (let look = 0; look < 5; look += 1) expect(files.look(seen(stamp(10)))).toEqual([]);
});
