/** What can be recorded: the screen, the camera, or sound alone. */
export const recordingKinds = ['screen', 'camera', 'audio'] as const;
export type RecordingKind = (typeof recordingKinds)[number];

/** What a browser lets this page do. */
export interface Abilities {
  /** Over https, or on the machine itself: nothing else may use a microphone. */
  readonly isSecure: boolean;
  readonly hasDevices: boolean;
  readonly hasScreen: boolean;
  readonly hasRecorder: boolean;
}

export function readAbilities(): Abilities {
  const devices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  return {
    isSecure: window.isSecureContext,
    hasDevices: typeof devices?.getUserMedia === 'function',
    hasScreen: typeof devices?.getDisplayMedia === 'function',
    hasRecorder: typeof MediaRecorder === 'function',
  };
}

/** Why nothing at all can be recorded here; `null`: something can. */
export function obstacleOf({ isSecure, hasDevices, hasRecorder }: Abilities): 'insecure' | 'old' | null {
  if (!isSecure) return 'insecure';
  return hasDevices && hasRecorder ? null : 'old';
}

/** The kind that was asked for, or the next best one here. */
export const kindHere = (asked: RecordingKind, { hasScreen }: Abilities): RecordingKind =>
  asked === 'screen' && !hasScreen ? 'camera' : asked;
