import { expect, test } from 'vitest';
import type { Session } from '../../../core/api/sessions.ts';
import { type StageName, stageNames } from '../../../core/model/session.ts';
import { consequencesOf } from './failure-words.ts';

const transcript: Session['transcript'] = {
  ...{ engine: 'captions', version: 1, quality: 'Captions', edited: false, words: 9 },
  ...{ confidence: null, correctedShare: 0 },
};
const stagesWith = (...failed: StageName[]): Session['stages'] =>
  stageNames.map((name) => ({
    name,
    status: failed.includes(name) ? ('failed' as const) : ('done' as const),
    ...{ progress: 1, attempts: 1, engine: null, error: null, startedAt: null, finishedAt: null },
  }));

test.each([
  [['probe'], 'failed', null, ['There is nothing to play or read; it is found by its title alone.']],
  [['transcode'], 'failed', transcript, ['There is nothing to play. What was said can be read.']],
  [['transcribe'], 'ready', null, ['What was said cannot be read or searched.']],
  [['transcribe'], 'ready', transcript, ['The transcript that was there stays.']],
  [
    ['tag', 'optimise'],
    'ready',
    transcript,
    ['It has the topics that people give it.', 'It plays in the version there is.'],
  ],
] as const)('what follows when %j failed, and the session is %s', (failed, status, text, sentences) => {
  expect(consequencesOf({ stages: stagesWith(...failed), status, transcript: text, canEdit: false })).toEqual(
    sentences,
  );
});
