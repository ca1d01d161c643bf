export type DeviceKind = 'microphone' | 'camera' | 'screen';

/** Why a device cannot be used and what to do, in words, from what the browser threw (Media Capture, getUserMedia). */
export function deviceProblem(device: DeviceKind, error: unknown): string {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (device === 'screen') return screenProblem(name);
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return `The browser does not let this page use the ${device}. Allow it beside the address, then try again.`;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return `No ${device} was found. Plug one in, then try again.`;
    case 'NotReadableError':
    case 'AbortError':
      return `The ${device} cannot be opened. Another program may be using it: close that, then try again.`;
    default:
      return `The ${device} cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function screenProblem(name: string): string {
  if (name === 'NotAllowedError')
    return 'No screen was shared. Choose one in the browser’s window; on a Mac, the system’s settings must allow the browser to record the screen.';
  return 'The screen cannot be recorded. Try another window, or record with the camera or sound alone.';
}
