import type { Transcriber } from '../../ports/transcriber.ts';

/** For installations that transcribe elsewhere: recordings are found by title, topics and uploaded captions. */
export function noTranscriber(): Transcriber {
  return {
    name: 'none',
    async transcribe() {
      return {
        kind: 'nothing',
        reason:
          'Automatic transcription is switched off here. Upload a caption file to make this session findable.',
      };
    },
    async check() {},
  };
}
