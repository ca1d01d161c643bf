import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type SlowClientLimits, slowClients } from './slow-clients.ts';

/** More than the kernel keeps for a client that does not read. */
const much = 'x'.repeat(32 * 2 ** 20);

/** A server of long answers; `ask` resolves when an answer has begun, of which nothing is read. */
async function openServer(limits: SlowClientLimits, clients = slowClients(limits)) {
  const answers: ServerResponse[] = [];
  const server = createServer((_request, answer) => {
    clients.watch(answer);
    answers.push(answer);
    answer.once('drain', () => answer.end());
    answer.write(much);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = async () => {
    const [received]: IncomingMessage[] = await once(
      get({ host: '127.0.0.1', port, agent: false }),
      'response',
    );
    const answer = answers.at(-1);
    if (!received || !answer) throw new Error('there is no answer');
    received.on('error', () => undefined);
    return { received, answer };
  };
  return { ask };
}

test('an answer of which its client takes nothing any more is ended', async () => {
  const { ask } = await openServer({ stalledMs: 100, mostOpen: 10 });
  const { answer } = await ask();
  await once(answer, 'close');
  expect(answer.writableEnded).toBe(false);
});

test('an answer that is read arrives whole, however many have stopped', async () => {
  const { ask } = await openServer({ stalledMs: 60_000, mostOpen: 2 });
  await ask();
  await ask();
  const { received } = await ask();
  expect((await text(received)).length).toBe(much.length);
});

test('an answer whose client left before it began does not count', async () => {
  const clients = slowClients({ stalledMs: 60_000, mostOpen: 2 });
  const { ask } = await openServer({ stalledMs: 60_000, mostOpen: 2 }, clients);
  const { received, answer } = await ask();
  received.destroy();
  await once(answer, 'close');
  clients.watch(answer);
  const [first] = [await ask(), await ask()];
  expect(first.answer.destroyed).toBe(false);
});

test('past the most that may be open, the one that has waited longest goes', async () => {
  const { ask } = await openServer({ stalledMs: 60_000, mostOpen: 2 });
  const [first, second] = [await ask(), await ask()];
  const third = await ask();
  expect([first, second, third].map(({ answer }) => answer.destroyed)).toEqual([true, false, false]);
  const fourth = await ask();
  expect([second, third, fourth].map(({ answer }) => answer.destroyed)).toEqual([true, false, false]);
});
