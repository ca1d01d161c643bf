import { type ApiError, api } from '../../api.ts';
import type { RecordingKind } from './abilities.ts';
import { type About, type Mark, sessionPatchOf, uploadAboutOf, withMark, withoutMark } from './about.ts';
import { type Clock, newClock, pauseClock, secondsOf, startClock } from './clock.ts';
import type { Equipment } from './equipment.ts';
import { claim, forget, keep } from './kept.ts';
import type { KeptPieces } from './kept-pieces.ts';
import { beginUpload, describeUpload, dropUpload, isRefused } from './live-upload.ts';
import { bitsPerSecond, chooseMediaType } from './media-type.ts';
import { openOutbox } from './outbox.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { openSender } from './sender.ts';
import { openTeller } from './teller.ts';

export type RecordingPhase =
  | { readonly kind: 'recording' | 'paused' }
  /** It has ended; the rest is on its way. */
  | { readonly kind: 'sending' }
  | { readonly kind: 'added'; readonly sessionId: string }
  | { readonly kind: 'failed'; readonly error: Error };

export interface RecordingState {
  readonly phase: RecordingPhase;
  readonly clock: Clock;
  readonly about: About;
  readonly marks: readonly Mark[];
  /** How much of it is at the server. */
  readonly savedSeconds: number;
  readonly waitingBytes: number;
  /** What is in the way of sending it, and is waited for. */
  readonly trouble: ApiError | null;
  /** Paused by itself: no more fits into the browser until something was sent. */
  readonly isFull: boolean;
}

/** A recording that is being made, sent meanwhile, and then is a session. */
export interface Recording {
  readonly kind: RecordingKind;
  readonly startedAt: Date;
  readonly get: () => RecordingState;
  readonly subscribe: (onChange: () => void) => () => void;
  pause(): void;
  resume(): void;
  mark(): void;
  unmark(id: number): void;
  nameMark(id: number, title: string): void;
  edit(about: Partial<About>): void;
  /** Tells the server what was typed. Throws ApiError. */
  save(): Promise<void>;
  /** Ends it; what is left is sent. */
  stop(): Promise<void>;
  /** Leaves it where it is: it can be finished later. */
  close(): void;
}

/** Half an hour at the usual rate; the browser holds most of it on disk. */
export const mostWaitingBytes = 512 * 2 ** 20;

interface Start {
  readonly kind: RecordingKind;
  readonly equipment: Equipment;
  readonly about: About;
  readonly pieces: KeptPieces;
}

/** Begins a recording of what is switched on. Throws ApiError when the server takes none, and Error. */
export async function startRecording({ kind, equipment, about, pieces }: Start): Promise<Recording> {
  const type = chooseMediaType(kind, (mimeType) => MediaRecorder.isTypeSupported(mimeType));
  const startedAt = new Date();
  const { chapters: _none, speakers, topics, ...texts } = uploadAboutOf({ about, marks: [], startedAt });
  const url = await beginUpload({
    ...{ ...texts, filename: `Recording.${type.ending}` },
    ...{ speakers: JSON.stringify(speakers), topics: JSON.stringify(topics) },
  });
  const outbox = openOutbox();
  const closing = new AbortController();
  const listeners = new Set<() => void>();
  let state: RecordingState = {
    ...{ phase: { kind: 'recording' }, clock: newClock, about, marks: [], savedSeconds: 0, waitingBytes: 0 },
    ...{ trouble: null, isFull: false },
  };
  let recorder: Recorder | null = null;

  const change = (part: Partial<RecordingState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const now = () => performance.now();
  const seconds = () => secondsOf(state.clock, now());
  const isGoingOn = () => state.phase.kind === 'recording' || state.phase.kind === 'paused';
  const fail = (error: unknown) => {
    if (closing.signal.aborted) return;
    if (isGoingOn()) void recorder?.stop();
    equipment.close();
    change({
      phase: { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) },
      clock: pauseClock(state.clock, now()),
    });
  };
  const said = () => JSON.stringify(uploadAboutOf({ ...state, startedAt }));
  const remember = () =>
    keep(localStorage, { url, startedAt: startedAt.toISOString(), seconds: seconds(), said: said() });
  const teller = openTeller(() => describeUpload(url, said(), closing.signal));
  /** What cannot be told now is told before the end. */
  const tellIfPossible = () => void teller.tell().catch(() => undefined);
  const say = (part: Partial<RecordingState>) => {
    teller.touch();
    change(part);
    if (state.phase.kind !== 'added') remember();
  };

  const sender = openSender({
    ...{ url, outbox, signal: closing.signal },
    // What the server refuses of the words does not keep the recording back.
    beforeEnd: () =>
      teller.tell().catch((error: unknown) => {
        if (!isRefused(error)) throw error;
      }),
    onChange(trouble) {
      pieces.dropUntil(url, outbox.totalBytes - outbox.waitingBytes);
      change({ trouble, savedSeconds: outbox.arrivedSeconds, waitingBytes: outbox.waitingBytes });
    },
  });
  const onPiece = (blob: Blob) => {
    outbox.add(blob, seconds());
    pieces.put(url, outbox.totalBytes, blob);
    remember();
    change({ waitingBytes: outbox.waitingBytes });
    sender.wake();
    if (outbox.waitingBytes > mostWaitingBytes && state.phase.kind === 'recording') {
      recording.pause();
      change({ isFull: true });
    }
  };
  sender.done.then(
    (sessionId) => {
      forget(localStorage, url);
      pieces.dropUntil(url, outbox.totalBytes);
      closing.abort();
      change({ phase: { kind: 'added', sessionId }, savedSeconds: seconds() });
    },
    (error: unknown) => fail(error),
  );

  const recording: Recording = {
    ...{ kind, startedAt },
    get: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    pause() {
      if (state.phase.kind !== 'recording') return;
      recorder?.pause();
      change({ phase: { kind: 'paused' }, clock: pauseClock(state.clock, now()) });
    },
    resume() {
      if (state.phase.kind !== 'paused') return;
      recorder?.resume();
      change({ phase: { kind: 'recording' }, clock: startClock(state.clock, now()), isFull: false });
    },
    mark() {
      say({ marks: withMark(state.marks, seconds()) });
      tellIfPossible();
    },
    unmark(id) {
      say({ marks: withoutMark(state.marks, id) });
      tellIfPossible();
    },
    nameMark(id, title) {
      say({ marks: state.marks.map((mark) => (mark.id === id ? { ...mark, title } : mark)) });
    },
    edit(part) {
      say({ about: { ...state.about, ...part } });
    },
    async save() {
      if (state.phase.kind !== 'added') return tellIfPossible();
      await api.edit(state.phase.sessionId, sessionPatchOf({ ...state, startedAt }));
    },
    async stop() {
      if (!isGoingOn()) return;
      change({ phase: { kind: 'sending' }, clock: pauseClock(state.clock, now()) });
      await recorder?.stop();
      equipment.close();
      sender.end();
    },
    close() {
      if (isGoingOn()) void recorder?.stop();
      equipment.close();
      closing.abort();
    },
  };

  claim(url, closing.signal);
  const rates = { videoBitsPerSecond: kind === 'audio' ? 0 : bitsPerSecond[kind] };
  try {
    recorder = await startRecorder({
      ...{
        stream: equipment.streamOf(kind),
        type,
        ...rates,
        audioBitsPerSecond: bitsPerSecond.audio,
        onPiece,
      },
      onEnded: () => void recording.stop(),
    });
  } catch (error) {
    recording.close();
    void dropUpload(url).catch(() => undefined);
    throw error;
  }
  change({ clock: startClock(newClock, now()) });
  remember();
  return recording;
}
