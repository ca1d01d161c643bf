import { expect, test } from 'vitest';
import { silentLog } from '../../../test/support/log.ts';
import { outageLog } from './outage-log.ts';

/** Reports an error at each of the given seconds; gives the messages that were logged as errors. */
function errorsAt(seconds: readonly number[]): unknown[] {
  const logged: unknown[] = [];
  let now = 0;
  const log = { ...silentLog, debug: () => {}, error: ({ err }: { err: Error }) => logged.push(err.message) };
  const report = outageLog(log, () => now * 1000);
  for (const second of seconds) {
    now = second;
    report(new Error(`at ${second}`));
  }
  return logged;
}

test('an outage is one line, however long its errors go on', () => {
  expect(errorsAt([0, 1, 20, 40, 69])).toEqual(['at 0']);
});

test('an error after half a minute of quiet is a new outage', () => {
  expect(errorsAt([0, 1, 31, 32])).toEqual(['at 0', 'at 31']);
});
