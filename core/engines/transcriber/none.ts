import { PermanentError } from '../../model/errors.ts';
import type { Transcriber } from '../../ports/transcriber.ts';

const nothing = {
  kind: 'nothing',
  reason:
    'Automatic transcription is switched off here. Upload a caption file to make this session findable.',
} as const;

/** For installations that transcribe elsewhere: recordings are found by title, topics and uploaded captions. */
export function noTranscriber(): Transcriber {
  return {
    name: 'none',
    sideBySide: 1,
    piecesAtOnce: 1,
    settingsFor: () => 'none',
    plan: async () => nothing,
    recognise: async () => {
      throw new PermanentError(nothing.reason);
    },
    join: async () => nothing,
    async check() {},
  };
}
