import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { type AdvisoryLocks, openAdvisoryLocks } from '../../drizzle/advisory-locks.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog } from '../support/log.ts';
import { waitUntil } from '../support/wait-until.ts';

/** As many processes as are asked for, each with its own connections to one database. */
async function openProcesses(count: number): Promise<{ database: TestDatabase; processes: AdvisoryLocks[] }> {
  const database = await openTestDatabase();
  const processes: AdvisoryLocks[] = [];
  for (let made = 0; made < count; made += 1) processes.push(await openAdvisoryLocks(database, silentLog));
  onTestFinished(async () => {
    for (const locks of processes) await locks.close();
    await database.close();
  });
  return { database, processes };
}
const first = ([one]: readonly AdvisoryLocks[]) => {
  if (!one) throw new Error('there is no process');
  return one;
};
const never = () => new AbortController().signal;
const quiet = () => {};

test.each([
  ['of the same process', 1],
  ['of another process', 2],
])('a name is held by one caller at a time, also one %s', async (_whose, count) => {
  const { processes } = await openProcesses(count);
  const other = processes.at(-1) ?? first(processes);
  const release = await first(processes).acquire('a', quiet, never());
  expect(await other.tryAcquire('a', quiet)).toBeNull();
  const free = await other.tryAcquire('b', quiet);
  await free?.();
  await release?.();
  const next = await other.tryAcquire('a', quiet);
  expect(next).not.toBeNull();
  await next?.();
});

test.each([
  ['of the same process', 1],
  ['of another process', 2],
])('who waits asks the holder to end, one %s, and comes next', async (_whose, count) => {
  const { processes } = await openProcesses(count);
  const other = processes.at(-1) ?? first(processes);
  const { promise: wanted, resolve } = deferred();
  const release = await first(processes).acquire('a', resolve, never());
  const waiting = other.acquire('a', quiet, never());
  await wanted;
  await release?.();
  const next = await waiting;
  expect(next).not.toBeNull();
  await next?.();
});

test('who waits may be called off', async () => {
  const { processes } = await openProcesses(1);
  const release = await first(processes).acquire('a', quiet, never());
  const calledOff = new AbortController();
  const waiting = first(processes).acquire('a', () => {}, calledOff.signal);
  calledOff.abort();
  expect(await waiting).toBeNull();
  await release?.();
});

test('many callers in several processes never hold a name together', async () => {
  const { processes } = await openProcesses(2);
  let holders = 0;
  let most = 0;
  const work = async (locks: AdvisoryLocks) => {
    const release = await locks.acquire('a', quiet, never());
    holders += 1;
    most = Math.max(most, holders);
    await new Promise(setImmediate);
    holders -= 1;
    await release?.();
  };
  await Promise.all(processes.flatMap((locks) => Array.from({ length: 8 }, () => work(locks))));
  expect(most).toBe(1);
});

test('a lock that is lost with its connection is told to its holder, and can be taken anew', async () => {
  const { database, processes } = await openProcesses(2);
  let isLost = false;
  const release = await first(processes).acquire(
    'a',
    () => {
      isLost = true;
    },
    never(),
  );
  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'brownbag locks' and datname = current_database()`,
  );
  await waitUntil(() => isLost);
  const other = await processes[1]?.acquire('a', quiet, never());
  expect(other).toEqual(expect.any(Function));
  await other?.();
  await release?.();
});

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
