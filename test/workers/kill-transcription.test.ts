import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { newId } from '../../drizzle/ids.ts';
import { insertStages } from '../../drizzle/queries/stages.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import { probe } from '../../workers/stages/probe.ts';
import { type Bundle, bundle } from '../support/bundle.ts';
import { apiError, type FakeAnswer, json, startFakeOpenai, type Upload } from '../support/fake-openai.ts';
import { isThorough } from '../support/rows.ts';
import { openWorkshop } from '../support/stages.ts';
import { talkOfBeeps } from '../support/talk-of-beeps.ts';
import type { WorkerOrder } from '../support/transcribe-process.ts';
import { waitUntil } from '../support/wait-until.ts';

let program: Bundle;
beforeAll(async () => {
  program = await bundle(join(import.meta.dirname, '../support/transcribe-process.ts'));
});
afterAll(() => program.remove());

type Role = WorkerOrder['role'];
type Wait = (upload: Upload) => Promise<'answer' | 'dead'>;

const nameOf = ({ file }: Upload) => createHash('sha256').update(file).digest('hex').slice(0, 8);

/** A session with its recording in store and database, a server that counts, and processes to kill. */
async function openScene(pieces: number, waitBefore: (scene: Scene) => Wait) {
  const workshop = await openWorkshop();
  const scratchRoot = await mkdtemp(join(tmpdir(), 'brownbag-killed-'));
  const { db } = workshop.deps;
  const sessionId = await workshop.addOriginal(await talkOfBeeps(pieces));
  await insertStages(db, sessionId, { transcode: '', tag: '', index: '', extras: '', optimise: '' });
  await workshop.run(probe, sessionId);
  const paid: { piece: string; by: string }[] = [];
  const arrivedFrom = new Set<string>();
  const children = new Map<string, { role: Role; child: ChildProcess }>();
  let turn: Promise<unknown> = Promise.resolve();
  const server = await startFakeOpenai({
    transcribe: (upload) => {
      if (upload.fields['response_format'] !== 'json') return apiError(400, 'response_format');
      arrivedFrom.add(upload.key);
      // One at a time: whoever is killed is killed between two payments.
      const answering = turn.then(() => answer(upload));
      turn = answering.catch(() => undefined);
      return answering;
    },
  });
  const scene = {
    ...{ paid, children, arrivedFrom },
    kept: async () => {
      const { rows } = await db.execute<{ kept: number }>(
        sql`select count(*)::int as kept from speech_pieces where session_id = ${sessionId} and answer is not null`,
      );
      return rows[0]?.kept ?? 0;
    },
    async start(role: Role) {
      const workerId = newId();
      const scratchDir = join(scratchRoot, workerId);
      await mkdir(scratchDir);
      const order: WorkerOrder = {
        ...{ role, workerId, sessionId, scratchDir, baseURL: server.baseURL },
        connectionConfig: workshop.connectionConfig,
        storeDir: workshop.storeDir,
      };
      const args = [program.path, JSON.stringify(order)];
      children.set(workerId, {
        role,
        child: spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }),
      });
    },
    /** Kills a process; what it held is free at once instead of when its silence is noticed. */
    async kill(workerId: string): Promise<Role> {
      const { role, child } = children.get(workerId) ?? {};
      if (!role || !child) throw new Error('nobody of that name');
      children.delete(workerId);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      if (role === 'run')
        await db.execute(
          sql`update session_stages set heartbeat_at = now() - interval '1 minute' where session_id = ${sessionId} and name = 'transcribe' and status = 'running'`,
        );
      await db.execute(
        sql`update speech_pieces set claimed_until = now() - interval '1 second' where claimed_by = ${workerId}`,
      );
      return role;
    },
    text: async () => (await findTranscript(db, sessionId))?.segments.map((segment) => segment.text),
  };
  const wait = waitBefore(scene);
  async function answer(upload: Upload): Promise<FakeAnswer> {
    if (!children.has(upload.key) || (await wait(upload)) === 'dead') return { kind: 'cut' };
    paid.push({ piece: nameOf(upload), by: upload.key });
    return json({ text: `Sound ${nameOf(upload)}.` });
  }
  onTestFinished(async () => {
    for (const { child } of children.values()) child.kill('SIGKILL');
    await server.close();
    await workshop.close();
    await rm(scratchRoot, { recursive: true, force: true });
  });
  return scene;
}
interface Scene {
  readonly paid: readonly { readonly piece: string; readonly by: string }[];
  /** Who has asked for a piece, answered or not. */
  readonly arrivedFrom: ReadonlySet<string>;
  kept(): Promise<number>;
  start(role: Role): Promise<void>;
  kill(workerId: string): Promise<Role>;
}

test('nothing is paid twice when whoever asks for a piece is killed, at each piece, with another one helping', {
  timeout: 240_000,
}, async () => {
  const pieces = isThorough ? 6 : 3;
  const killedRoles: Role[] = [];
  const scene = await openScene(pieces, (opened) => {
    const seen = new Set<string>();
    return async (upload) => {
      if (seen.has(nameOf(upload))) return 'answer';
      seen.add(nameOf(upload));
      // An answer on its way at the kill is lost whatever we do: those that arrived are what counts.
      await waitUntil(async () => (await opened.kept()) === opened.paid.length);
      const role = await opened.kill(upload.key);
      killedRoles.push(role);
      await opened.start(role);
      return 'dead';
    };
  });
  await scene.start('run');
  await scene.start('help');
  await waitUntil(async () => (await scene.text()) !== undefined);
  expect(killedRoles).toHaveLength(pieces);
  expect(scene.paid.map(({ piece }) => piece).toSorted()).toEqual(
    [...new Set(scene.paid.map(({ piece }) => piece))].toSorted(),
  );
  expect(await scene.text()).toHaveLength(pieces);
});

test('two processes share the pieces of one recording', { timeout: 240_000 }, async () => {
  const pieces = 8;
  const scene = await openScene(pieces, (opened) => async () => {
    // The first piece shows what the server can do; after it there is something to share.
    if (opened.paid.length > 0) await waitUntil(() => opened.arrivedFrom.size === 2);
    return 'answer';
  });
  await scene.start('run');
  await scene.start('help');
  await waitUntil(async () => (await scene.text()) !== undefined);
  expect(new Set(scene.paid.map(({ by }) => by)).size).toBe(2);
  expect(new Set(scene.paid.map(({ piece }) => piece)).size).toBe(pieces);
  expect(scene.paid).toHaveLength(pieces);
  expect(await scene.text()).toHaveLength(pieces);
});
