import { expect, test } from 'vitest';
import { TransientError } from '../../model/errors.ts';
import { within } from './within.ts';

const never = new Promise<never>(() => undefined);

test('work that ends in time gives its result or its own error', async () => {
  expect(await within(Promise.resolve(7), { limitMs: 1_000, what: 'it' })).toBe(7);
  await expect(within(Promise.reject(new Error('own')), { limitMs: 1_000, what: 'it' })).rejects.toThrow(
    'own',
  );
});

test('work that does not end is a transient error which names it', async () => {
  const failure = within(never, { limitMs: 1, what: 'Counting sheep' });
  await expect(failure).rejects.toBeInstanceOf(TransientError);
  await expect(failure).rejects.toThrow('Counting sheep took longer than 1 ms');
});

test('an abort ends the waiting with its own reason, before and during the work', async () => {
  const reason = new DOMException('enough', 'AbortError');
  await expect(within(never, { limitMs: 1_000, what: 'it', signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
  const controller = new AbortController();
  const waiting = within(never, { limitMs: 1_000, what: 'it', signal: controller.signal });
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});
