import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openaiTranscriber } from '../../core/engines/transcriber/openai.ts';
import { RetryAfterError, TransientError } from '../../core/model/errors.ts';
import type { Transcriber } from '../../core/ports/transcriber.ts';
import { newId } from '../../drizzle/ids.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import { speechPieces } from '../../drizzle/schema/speech-pieces.ts';
import { type HelpDeps, helpOnce } from '../../workers/speech/help.ts';
import { probe } from '../../workers/stages/probe.ts';
import { transcribe } from '../../workers/stages/transcribe.ts';
import {
  apiError,
  type FakeAnswer,
  type FakeOpenai,
  json,
  startFakeOpenai,
  type Upload,
} from '../support/fake-openai.ts';
import { silentLog } from '../support/log.ts';
import { openWorkshop, type Using, type Workshop } from '../support/stages.ts';
import { talkOfBeeps } from '../support/talk-of-beeps.ts';
import { waitUntil } from '../support/wait-until.ts';

const pieceCount = 5;
const never = new AbortController().signal;

let workshop: Workshop;
let talk: Buffer;
let scratchRoot: string;
let id: string;
let server: FakeOpenai;
/** What the server does with a piece before it answers; the tests replace it. */
let doing: (upload: Upload) => FakeAnswer | null | Promise<FakeAnswer | null>;
/** Pieces that were answered, in order: what a bill would say. */
let paid: string[];

beforeAll(async () => {
  workshop = await openWorkshop();
  talk = await talkOfBeeps(pieceCount);
  scratchRoot = await mkdtemp(join(tmpdir(), 'brownbag-pieces-'));
});
afterAll(async () => {
  await workshop.close();
  await rm(scratchRoot, { recursive: true });
});
beforeEach(async () => {
  id = await workshop.addOriginal(talk);
  await workshop.run(probe, id);
  doing = () => null;
  paid = [];
  server = await startFakeOpenai({ transcribe: answer });
});
afterEach(() => server.close());

const nameOf = ({ file }: Upload) => createHash('sha256').update(file).digest('hex').slice(0, 8);

/** A server without any times, so that pieces are short. */
async function answer(upload: Upload): Promise<FakeAnswer> {
  if (upload.fields['response_format'] !== 'json') return apiError(400, 'response_format');
  const other = await doing(upload);
  if (other !== null) return other;
  paid.push(nameOf(upload));
  return json({ text: `Sound ${nameOf(upload)}.` });
}

const transcriberOf = (apiKey: string, parallel: number): Transcriber =>
  openaiTranscriber({
    client: new OpenAI({ apiKey, baseURL: server.baseURL, maxRetries: 0 }),
    ...{ model: 'whisper-1', log: silentLog, parallel },
  });
const run = (parallel = 1, using: Using = {}) =>
  workshop.run(transcribe, id, { transcriber: transcriberOf('main', parallel), ...using });
const helper = (transcriber: Transcriber): HelpDeps => ({
  ...{ ...workshop.deps, transcriber, workerId: newId() },
  ...{ log: silentLog, scratchRoot },
});
const rows = () => workshop.deps.db.select().from(speechPieces).where(eq(speechPieces.sessionId, id));
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a transcription in pieces', () => {
  test('asks for each piece once, tells how far it is, and leaves nothing behind', async () => {
    const progress: number[] = [];
    await run(1, { onProgress: (fraction) => progress.push(fraction) });
    expect(paid).toHaveLength(pieceCount);
    expect(new Set(paid).size).toBe(pieceCount);
    expect((await findTranscript(workshop.deps.db, id))?.segments).toHaveLength(pieceCount);
    expect(await rows()).toEqual([]);
    expect(progress.at(-1)).toBeGreaterThan(0.5);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  test('goes on after a failure with what is missing, and a corrected title changes nothing of that', async () => {
    doing = () => (paid.length === 3 ? apiError(500, 'no') : null);
    expect(await failure(run())).toBeInstanceOf(RetryAfterError);
    expect(paid).toHaveLength(3);
    doing = () => null;
    await updateSession(workshop.deps.db, id, { title: 'Another title' });
    await run();
    expect(paid).toHaveLength(pieceCount);
    expect(new Set(paid).size).toBe(pieceCount);
  });

  test('counts a failure as an attempt only where nothing was answered', async () => {
    doing = () => apiError(502, 'no');
    expect(await failure(run())).toBeInstanceOf(TransientError);
  });

  test('waits as long as the server says', async () => {
    doing = () => (paid.length === 2 ? apiError(429, 'slow down', { 'retry-after': '17' }) : null);
    expect(await failure(run())).toMatchObject({ name: 'RetryAfterError', delaySeconds: 17 });
  });

  test('keeps what was under way when another piece fails', async () => {
    let arrived = 0;
    doing = async () => {
      if (paid.length === 0) return null;
      arrived += 1;
      const isFirst = arrived === 1;
      await waitUntil(() => arrived >= 3);
      return isFirst ? apiError(500, 'no') : null;
    };
    await failure(run(3));
    const kept = (await rows()).filter((row) => row.answer !== null);
    expect(kept).toHaveLength(paid.length);
    expect(kept.length).toBeGreaterThan(1);
    doing = () => null;
    await run(3);
    expect(new Set(paid).size).toBe(paid.length);
  });

  test('begins anew for another language', async () => {
    doing = () => (paid.length === 3 ? apiError(500, 'no') : null);
    await failure(run());
    doing = () => null;
    await updateSession(workshop.deps.db, id, { languageGiven: 'de' });
    await run();
    expect(paid).toHaveLength(3 + pieceCount);
    expect(server.uploads.at(-1)?.fields['language']).toBe('de');
  });
});

describe('help', () => {
  test('is taken: two that have time share the pieces of one recording', async () => {
    const askedBy = new Set<string>();
    doing = async ({ key }) => {
      // Whoever comes first: the helper may have its sound sooner.
      if (paid.length === 0 && key === 'main') return null;
      askedBy.add(key);
      await waitUntil(() => askedBy.size === 2);
      return null;
    };
    const deps = helper(transcriberOf('helper', 1));
    // As a process that has time: it looks again until there is something left for it.
    const helping = waitUntil(async () => (await helpOnce(deps, never, new Set())) && askedBy.has('helper'));
    await run();
    await helping;
    expect(askedBy).toEqual(new Set(['main', 'helper']));
    expect(paid).toHaveLength(pieceCount);
    expect(new Set(paid).size).toBe(pieceCount);
    expect((await findTranscript(workshop.deps.db, id))?.segments).toHaveLength(pieceCount);
  });

  test('that died is waited for no longer than it may be silent', async () => {
    const dead = newId();
    doing = async () => {
      if (paid.length !== 1) return null;
      // Somebody had taken all the rest, and has not been heard of for too long.
      await workshop.deps.db.execute(
        sql`update speech_pieces set claimed_by = ${dead}, claimed_until = now() - interval '1 second'
            where session_id = ${id} and answer is null and claimed_until is null`,
      );
      return null;
    };
    await run();
    expect(new Set(paid).size).toBe(pieceCount);
  });

  test('is not given where it is not wanted, or not possible', async () => {
    doing = () => (paid.length === 3 ? apiError(500, 'no') : null);
    await failure(run());
    const offer = (transcriber: Transcriber) => helpOnce(helper(transcriber), never, new Set());
    await workshop.deps.db.execute(
      sql`update session_stages set status = 'waiting' where session_id = ${id}`,
    );
    expect(await offer(transcriberOf('helper', 1))).toBe(false);
    await workshop.deps.db.execute(
      sql`update session_stages set status = 'running' where session_id = ${id} and name = 'transcribe'`,
    );
    expect(await offer({ ...transcriberOf('helper', 1), settingsFor: () => 'another model' })).toBe(false);
    await workshop.deps.db.execute(
      sql`update speech_pieces set sample_count = sample_count + 1 where session_id = ${id}`,
    );
    expect(await offer(transcriberOf('helper', 1))).toBe(false);
    expect(paid).toHaveLength(3);
  });
});
