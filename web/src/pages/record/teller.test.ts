import { expect, test } from 'vitest';
import { openTeller } from './teller.ts';

test('what is new is told once, and again when that failed', async () => {
  let isBroken = true;
  let word = '';
  const told: string[] = [];
  const teller = openTeller(async () => {
    if (isBroken) throw new Error('no line');
    told.push(word);
  });
  await teller.tell();
  word = 'one';
  teller.touch();
  await expect(teller.tell()).rejects.toThrow('no line');
  isBroken = false;
  await Promise.all([teller.tell(), teller.tell()]);
  expect(told).toEqual(['one']);
});

test('a newer word waits for the older one, and is then told', async () => {
  let word = 'one';
  const told: string[] = [];
  let arrive = () => {};
  const teller = openTeller(async () => {
    const sent = word;
    await new Promise<void>((resolve) => {
      arrive = resolve;
    });
    told.push(sent);
  });
  teller.touch();
  const first = teller.tell();
  await Promise.resolve();
  await Promise.resolve();
  word = 'two';
  teller.touch();
  const second = teller.tell();
  arrive();
  await first;
  await Promise.resolve();
  await Promise.resolve();
  arrive();
  await second;
  expect(told).toEqual(['one', 'two']);
});
