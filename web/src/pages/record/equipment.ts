import type { RecordingKind } from './abilities.ts';
import { type DeviceKind, deviceProblem } from './device-problem.ts';
import { openSound, type Sound } from './sound.ts';

/** What is switched on. */
export interface EquipmentState {
  /** The device's id; `null`: none is. */
  readonly microphoneId: string | null;
  readonly camera: MediaStream | null;
  readonly screen: MediaStream | null;
  /** What was unplugged, or taken away by the browser. */
  readonly lost: readonly ('microphone' | 'camera')[];
  readonly problem: string | null;
}

/** Microphone, camera and screen as they are used on the page; `close` switches all of them off. */
export interface Equipment {
  readonly get: () => EquipmentState;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Opens a device, or another one in its place; without an id the browser chooses. Gives whether that worked. */
  openMicrophone(deviceId?: string): Promise<boolean>;
  openCamera(deviceId?: string): Promise<boolean>;
  closeMicrophone(): void;
  closeCamera(): void;
  closeScreen(): void;
  /** Asks which screen; to be called from a click. */
  shareScreen(onEnded: () => void): Promise<boolean>;
  /** What a recording of this kind is made of. */
  streamOf(kind: RecordingKind): MediaStream;
  /** How loud the microphone is now, 0 to 1. */
  level(): number;
  close(): void;
}

const nothing: EquipmentState = {
  ...{ microphoneId: null, camera: null, screen: null, lost: [], problem: null },
};
const picture = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30, max: 30 } };

export function openEquipment(): Equipment {
  let state = nothing;
  let sound: Sound | null = null;
  let microphone: MediaStream | null = null;
  let timesClosed = 0;
  const listeners = new Set<() => void>();
  const change = (part: Partial<EquipmentState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const found = (device: 'microphone' | 'camera') => state.lost.filter((lost) => lost !== device);
  const lose = (device: 'microphone' | 'camera') => change({ lost: [...found(device), device] });
  const soundNow = () => {
    sound ??= openSound();
    return sound;
  };
  /** What the browser grants after everything was switched off is switched off too. */
  const granted = async (asking: Promise<MediaStream>): Promise<MediaStream> => {
    const before = timesClosed;
    const stream = await asking;
    if (before === timesClosed) return stream;
    stop(stream);
    throw new DOMException('The page was left.', 'AbortError');
  };
  /** Opens with `open`; what goes wrong becomes the problem. */
  const tryTo = async (device: DeviceKind, open: () => Promise<void>): Promise<boolean> => {
    try {
      await open();
      return true;
    } catch (error) {
      change({ problem: deviceProblem(device, error) });
      return false;
    }
  };

  return {
    get: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    openMicrophone: (deviceId) =>
      tryTo('microphone', async () => {
        const audio = deviceId === undefined ? true : { deviceId: { exact: deviceId } };
        const stream = await granted(navigator.mediaDevices.getUserMedia({ audio }));
        stop(microphone);
        microphone = stream;
        soundNow().setMicrophone(stream);
        await soundNow().wake();
        whenGone(stream, () => lose('microphone'));
        change({ microphoneId: idOf(stream), lost: found('microphone'), problem: null });
      }),
    closeMicrophone() {
      stop(microphone);
      microphone = null;
      sound?.setMicrophone(null);
      change({ microphoneId: null, lost: found('microphone') });
    },
    openCamera: (deviceId) =>
      tryTo('camera', async () => {
        const wanted = deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
        // Some phones cannot open the second camera while the first one is.
        stop(state.camera);
        const asking = navigator.mediaDevices.getUserMedia({ video: { ...picture, ...wanted } });
        const camera = await granted(asking);
        whenGone(camera, () => lose('camera'));
        change({ camera, lost: found('camera'), problem: null });
      }),
    closeCamera() {
      stop(state.camera);
      change({ camera: null, lost: found('camera') });
    },
    closeScreen() {
      stop(state.screen);
      change({ screen: null });
    },
    shareScreen: (onEnded) =>
      tryTo('screen', async () => {
        const asking = navigator.mediaDevices.getDisplayMedia({ video: picture, audio: true });
        const screen = await granted(asking);
        soundNow().addSystemSound(screen);
        await soundNow().wake();
        whenGone(new MediaStream(screen.getVideoTracks()), onEnded);
        change({ screen, problem: null });
      }),
    streamOf(kind) {
      const seen = { screen: state.screen, camera: state.camera, audio: null }[kind];
      return new MediaStream([...(seen?.getVideoTracks() ?? []), soundNow().track]);
    },
    level: () => sound?.level() ?? 0,
    close() {
      timesClosed += 1;
      for (const stream of [microphone, state.camera, state.screen]) stop(stream);
      microphone = null;
      sound?.close().catch(() => undefined);
      sound = null;
      change(nothing);
    },
  };
}

/** Switches off for good; a track that we stop says nothing of it. */
function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function whenGone(stream: MediaStream, onGone: () => void): void {
  for (const track of stream.getTracks()) track.addEventListener('ended', onGone, { once: true });
}

export const idOf = (stream: MediaStream | null): string | null =>
  stream?.getTracks()[0]?.getSettings().deviceId ?? null;
