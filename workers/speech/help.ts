import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../../drizzle/ids.ts';
import type { Log } from '../../drizzle/log.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { listHelpWanted, type SpeechKey } from '../../drizzle/queries/speech-pieces.ts';
import type { Slots } from '../slots.ts';
import type { StageDeps } from '../stage.ts';
import { sharePieces } from './share-pieces.ts';
import { openSound, originalKeyOf } from './sound.ts';

export interface HelpDeps extends StageDeps {
  readonly log: Log;
  /** Folder of this process. */
  readonly scratchRoot: string;
}

const lookEveryMs = 3_000;
/** What went wrong here is left to others for a while. */
const afterFailureMs = 60_000;
/** Sounds that are looked at for one that this process can recognise. */
const mostWanted = 20;

/**
 * Helps with recordings that other processes transcribe, whenever there is a place free for it. Asked by the database
 * rather than by the queue: a job would reach one process, mostly the one that is at work already, and this must reach
 * every one that has time.
 */
export function startHelping(deps: HelpDeps, places: Slots): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** Sounds that come out otherwise here than where they were cut. */
  const declined = new Set<string>();
  const look = async (): Promise<number> => {
    const giveBack = await places.take(signal, 'background');
    try {
      return (await helpOnce(deps, signal, declined)) ? 0 : lookEveryMs;
    } catch (error) {
      if (!signal.aborted) deps.log.warn({ err: error }, 'could not help with a transcription');
      return afterFailureMs;
    } finally {
      giveBack();
    }
  };
  const helping = (async () => {
    while (!signal.aborted) await delay(await look(), undefined, { signal });
  })().catch((error: unknown) => {
    if (!signal.aborted) deps.log.error({ err: error }, 'helping with transcriptions ended');
  });
  return {
    async stop() {
      stopping.abort(new DOMException('The workers are closing', 'AbortError'));
      await helping;
    },
  };
}

/** Works on the pieces of one recording until none is free. False: there is none that this process could work on. */
export async function helpOnce(deps: HelpDeps, signal: AbortSignal, declined: Set<string>): Promise<boolean> {
  const { db, transcriber, workerId, log } = deps;
  for (const wanted of await listHelpWanted(db, workerId, mostWanted)) {
    const session = await findAnySession(db, wanted.sessionId);
    if (!session || declined.has(nameOf(wanted))) continue;
    if (transcriber.settingsFor(session.languageGiven) !== wanted.settings) continue;
    const scratchDir = join(deps.scratchRoot, `help-${newId()}`);
    await mkdir(scratchDir, { recursive: true });
    try {
      const open = (path: string) => openSound(deps, session, path, { signal, scratchDir }, wanted.channel);
      const sound = await deps.store.withLocalFile(originalKeyOf(session.id), open, signal);
      if (sound?.key.sampleCount !== wanted.sampleCount) {
        declined.add(nameOf(wanted));
        continue;
      }
      log.info({ sessionId: session.id }, 'helps with a transcription');
      await sharePieces({ deps, sound, scratchDir, signal, onProgress: () => {} });
      return true;
    } finally {
      await rm(scratchDir, { recursive: true, force: true });
    }
  }
  return false;
}

const nameOf = ({ sessionId, channel, sampleCount }: SpeechKey): string =>
  `${sessionId} ${channel} ${sampleCount}`;
