import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReceivedFile } from '../../core/actions/add-session.ts';
import { maxCaptionBytes, tooLargeMessage } from '../../core/model/captions/decode.ts';
import { DomainError } from '../../core/model/errors.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { checkedHead } from './checked-head.ts';
import { tooLarge } from './refusals.ts';

type StoredFile = Omit<ReceivedFile, 'fileName'>;

interface RecordingLimits {
  readonly isRecording: (head: Uint8Array) => boolean;
  /** Called with the size of each chunk that comes. */
  readonly onArrived?: (bytes: number) => void;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** Streams a recording to the store. Throws `unsupported-media` or `too-large` with a sentence; nothing is left then. */
export async function storeRecording(
  store: MediaStore,
  key: string,
  source: Readable,
  { isRecording, maxBytes, onArrived, ...stop }: RecordingLimits,
): Promise<StoredFile> {
  const checked = checkedHead(isRecording, onArrived);
  const passing = pipeline(source, checked, stop);
  const writing = orTooLarge(store.write(key, checked, { maxBytes, ...stop }), () => tooLarge(maxBytes));
  // The store is waited for also when the check has failed: it is done once nothing is left behind.
  const [stored] = await Promise.allSettled([writing, passing]);
  if (stored.status === 'rejected') throw stored.reason;
  await passing;
  return stored.value;
}

/** Streams a caption file to the store. Throws `too-large` with a sentence. */
export function storeCaptions(
  store: MediaStore,
  key: string,
  source: Readable,
  stop: { readonly signal?: AbortSignal } = {},
): Promise<StoredFile> {
  return orTooLarge(
    store.write(key, source, { maxBytes: maxCaptionBytes, ...stop }),
    (cause) => new DomainError('too-large', tooLargeMessage, { cause }),
  );
}

async function orTooLarge<T>(writing: Promise<T>, refusal: (cause: unknown) => DomainError): Promise<T> {
  try {
    return await writing;
  } catch (cause) {
    throw cause instanceof DomainError && cause.code === 'too-large' ? refusal(cause) : cause;
  }
}
