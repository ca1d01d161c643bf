import { ApiError } from '../../api.ts';
import { claimed, forget, type Kept, listKept } from './kept.ts';
import { openKeptPieces } from './kept-pieces.ts';
import { askArrived, describeUpload, dropUpload, isRefused } from './live-upload.ts';
import { openOutbox } from './outbox.ts';
import { openSender } from './sender.ts';

/** A recording that broke off on an earlier visit. */
export interface Unfinished extends Kept {
  /** What the server has made of it meanwhile; `null`: it still waits for its rest. */
  readonly sessionId: string | null;
}

/** Recordings that broke off in this browser, as far as the server still knows them; those of other tabs go on. */
export async function listUnfinished(signal: AbortSignal): Promise<readonly Unfinished[]> {
  const goingOn = await claimed();
  const left = listKept(localStorage).filter(({ url }) => !goingOn.includes(url));
  const asked = left.map(async (kept): Promise<Unfinished[]> => {
    try {
      const { offset, sessionId } = await askArrived(kept.url, signal);
      if (offset > 0 || sessionId !== null) return [{ ...kept, sessionId }];
      await discard(kept);
      return [];
    } catch (error) {
      if (!(error instanceof ApiError) || ![403, 404].includes(error.status)) throw error;
      forgetAll(kept.url);
      return [];
    }
  });
  return (await Promise.all(asked)).flat();
}

/** Sends what this browser has kept of the rest, and makes it a session. Throws ApiError. */
export async function finishKept({ url, seconds, said }: Kept): Promise<string> {
  const { offset, sessionId } = await askArrived(url);
  if (sessionId !== null) return sessionId;
  const outbox = openOutbox(offset);
  const rest = await openKeptPieces().restOf(url, offset);
  if (rest.size > 0) outbox.add(rest, seconds);
  const limit = AbortSignal.timeout(10 * 60_000);
  const beforeEnd = () =>
    describeUpload(url, said, limit).catch((error: unknown) => {
      if (!isRefused(error)) throw error;
    });
  const sender = openSender({ url, outbox, signal: limit, onChange: () => undefined, beforeEnd });
  sender.end();
  const finished = await sender.done;
  forgetAll(url);
  return finished;
}

/** Deletes what has arrived. Throws ApiError. */
export async function discard({ url }: Kept): Promise<void> {
  await dropUpload(url);
  forgetAll(url);
}

/** It is of no use any more to know of it. */
export function forgetAll(url: string): void {
  forget(localStorage, url);
  openKeptPieces().dropUntil(url, Number.MAX_SAFE_INTEGER);
}
