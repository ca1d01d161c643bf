import { isAbort, PermanentError, TransientError } from '../../model/errors.ts';
import { ProgramError } from '../programs/run.ts';

const isTransient = (error: ProgramError): boolean =>
  error.failure === 'missing' ||
  error.stderr.includes('No space left on device') ||
  (error.failure === 'killed' && ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'].includes(error.killedBy ?? ''));

function transientSentence(error: ProgramError): string {
  if (error.failure === 'missing')
    return 'ffmpeg is not installed on this server. An administrator can run: apt-get install ffmpeg';
  if (error.failure === 'killed') return 'Converting was interrupted from outside.';
  return 'There was no space left on the server to convert this recording.';
}

function permanentSentence(error: ProgramError, otherwise: string): string {
  if (error.failure === 'time-limit' || error.killedBy === 'SIGXCPU')
    return 'Converting this recording took too long and was stopped. Export it as MP4 (H.264, AAC) and upload that.';
  if (error.killedBy === 'SIGXFSZ') return 'The converted recording would be larger than this server allows.';
  if (error.stderr.includes('moov atom not found'))
    return 'The end of this recording is missing, and with it the index it is played by. Upload the whole file again.';
  const codec = /Codec \((\w{1,40})\) not on whitelist/.exec(error.stderr)?.[1];
  if (codec)
    return `This recording has a track (${codec}) that we do not read. Export it as MP4 (H.264, AAC).`;
  if (error.stderr.includes('max_streams'))
    return 'This recording has more than 32 tracks. Export it with one picture and one sound.';
  return otherwise;
}

/** What became of a call, in words a champion can act on; aborts and our own errors pass through. */
export function toMediaError(cause: unknown, otherwise: string): unknown {
  if (isAbort(cause) || !(cause instanceof ProgramError)) return cause;
  return isTransient(cause)
    ? new TransientError(transientSentence(cause), { cause })
    : new PermanentError(permanentSentence(cause, otherwise), { cause });
}

/** Whether another way of making the same file may succeed. */
export const isRefusal = (error: unknown): error is ProgramError =>
  error instanceof ProgramError && error.failure === 'exit' && !isTransient(error);
