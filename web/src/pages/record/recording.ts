import { api } from '../../api.ts';
import type { RecordingKind } from './abilities.ts';
import { type About, metadataOf, sessionPatchOf, uploadAboutOf, withMark, withoutMark } from './about.ts';
import { newClock, pauseClock, secondsOf, startClock } from './clock.ts';
import type { Equipment } from './equipment.ts';
import type { KeptPieces } from './kept-pieces.ts';
import { beginAgain, type Line, openLine } from './line.ts';
import { BrokenOff, beginUpload, dropUpload } from './live-upload.ts';
import { playableRest } from './media-start.ts';
import { bitsPerSecond, chooseMediaType, type MediaType } from './media-type.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { mostWaitingBytes, type Recording, type RecordingState } from './recording-state.ts';

interface Start {
  readonly kind: RecordingKind;
  readonly equipment: Equipment;
  readonly about: About;
  readonly pieces: KeptPieces;
}

/** Begins a recording of what is switched on. Throws ApiError when the server takes none, and Error. */
export async function startRecording(start: Start): Promise<Recording> {
  const { kind, about } = start;
  const type = chooseMediaType(kind, (mimeType) => MediaRecorder.isTypeSupported(mimeType));
  const startedAt = new Date();
  const url = await beginUpload(metadataOf({ about, startedAt }, type));
  const opened = openRecording({ ...start, type, startedAt, url });
  try {
    await opened.begin();
  } catch (error) {
    opened.recording.close();
    void dropUpload(url).catch(() => undefined);
    throw error;
  }
  return opened.recording;
}

interface Opening extends Start {
  readonly type: MediaType;
  readonly startedAt: Date;
  readonly url: string;
}

/** The recording and what sets it going. */
function openRecording({ kind, equipment, about, pieces, type, startedAt, url }: Opening) {
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let state: RecordingState = {
    ...{ phase: { kind: 'recording' }, clock: newClock, about, marks: [], parts: [], isFull: false },
    ...{ savedSeconds: 0, waitingBytes: 0, trouble: null },
  };
  let recorder: Recorder | null = null;
  let beginning: Blob | null = null;

  const change = (part: Partial<RecordingState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const now = () => performance.now();
  const seconds = () => secondsOf(state.clock, now());
  const isGoingOn = () => state.phase.kind === 'recording' || state.phase.kind === 'paused';
  const stopClock = () => pauseClock(state.clock, now());

  const lineTo = (lineUrl: string): Line => {
    const { parts } = state;
    const beforeSeconds = parts.at(-1)?.endSeconds ?? 0;
    const said = () =>
      JSON.stringify(uploadAboutOf({ ...state, startedAt, part: parts.length + 1, beforeSeconds }));
    const options = { url: lineUrl, startedAt, pieces, beforeSeconds, seconds, said, onChange: change };
    const opened = openLine(options);
    opened.done.then(
      (sessionId) => change({ phase: { kind: 'added', sessionId }, savedSeconds: seconds() }),
      (error: unknown) => {
        if (error instanceof BrokenOff) goOn(error).catch(fail);
        else fail(error);
      },
    );
    return opened;
  };
  /** What has not arrived of a line that broke off becomes the beginning of the next one. */
  const goOn = async ({ sessionId }: BrokenOff) => {
    const rest = line.rest();
    line.forget();
    change({ parts: [...state.parts, { sessionId, endSeconds: state.savedSeconds }] });
    const part = state.parts.length + 1;
    const nextUrl = await beginAgain(metadataOf({ ...state, startedAt, part }, type), closing.signal);
    const playable = await playableRest(beginning ?? new Blob([]), rest, type.ending);
    const late = line.rest();
    line = lineTo(nextUrl);
    line.touch();
    line.add(new Blob([playable, late.slice(rest.size)]), seconds());
    if (!isGoingOn()) line.end();
  };
  const fail = (error: unknown) => {
    if (closing.signal.aborted) return;
    recording.close();
    const problem = error instanceof Error ? error : new Error(String(error));
    change({ phase: { kind: 'failed', error: problem }, clock: stopClock() });
  };
  const onPiece = (blob: Blob) => {
    beginning ??= blob;
    change({ waitingBytes: line.add(blob, seconds()) });
    if (state.waitingBytes < mostWaitingBytes || state.phase.kind !== 'recording') return;
    recording.pause();
    change({ isFull: true });
  };
  const say = (part: Partial<RecordingState>) => {
    change(part);
    line.touch();
  };

  let line = lineTo(url);
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
      change({ phase: { kind: 'paused' }, clock: stopClock() });
    },
    resume() {
      if (state.phase.kind !== 'paused') return;
      recorder?.resume();
      change({ phase: { kind: 'recording' }, clock: startClock(state.clock, now()), isFull: false });
    },
    mark() {
      say({ marks: withMark(state.marks, seconds()) });
      line.tell();
    },
    unmark(id) {
      say({ marks: withoutMark(state.marks, id) });
      line.tell();
    },
    nameMark(id, title) {
      say({ marks: state.marks.map((mark) => (mark.id === id ? { ...mark, title } : mark)) });
    },
    edit(part) {
      say({ about: { ...state.about, ...part } });
    },
    async save() {
      if (state.phase.kind !== 'added') return line.tell();
      const patch = sessionPatchOf({ ...state, startedAt, part: state.parts.length + 1 });
      await api.edit(state.phase.sessionId, patch);
    },
    async stop() {
      if (!isGoingOn()) return;
      change({ phase: { kind: 'sending' }, clock: stopClock() });
      await recorder?.stop();
      equipment.close();
      line.end();
    },
    close() {
      if (isGoingOn()) void recorder?.stop();
      equipment.close();
      closing.abort();
      line.close();
    },
  };
  const begin = async () => {
    const rates = {
      videoBitsPerSecond: kind === 'audio' ? 0 : bitsPerSecond[kind],
      audioBitsPerSecond: bitsPerSecond.audio,
    };
    const stream = equipment.streamOf(kind);
    recorder = await startRecorder({ stream, type, ...rates, onPiece, onEnded: () => void recording.stop() });
    change({ clock: startClock(newClock, now()) });
  };
  return { recording, begin };
}
