import type { Session } from '../../../core/api/sessions.ts';
import type { StageName } from '../../../core/model/session.ts';

/** What did not work, as the beginning of a sentence or as one. */
export const failureWords: Readonly<Record<StageName, string>> = {
  probe: 'The recording could not be read.',
  transcode: 'It could not be made playable.',
  transcribe: 'The transcript could not be written.',
  tag: 'Its topics could not be found.',
  index: 'It could not be made searchable.',
  extras: 'Its previews could not be prepared.',
  optimise: 'A second version could not be made.',
};

/** What the failed stages of a session mean for those who want to watch, read or find it: whole sentences. */
export function consequencesOf({
  stages,
  status,
  transcript,
  canEdit,
}: Pick<Session, 'stages' | 'status' | 'transcript' | 'canEdit'>): string[] {
  const failed = new Set(stages.filter((stage) => stage.status === 'failed').map(({ name }) => name));
  if (status === 'failed' && transcript) return ['There is nothing to play. What was said can be read.'];
  if (status === 'failed') return ['There is nothing to play or read; it is found by its title alone.'];
  const sentences: Partial<Record<StageName, string>> = {
    transcribe: transcript
      ? 'The transcript that was there stays.'
      : `What was said cannot be read or searched.${canEdit ? ' A caption file helps as well, under “Details”.' : ''}`,
    tag: 'It has the topics that people give it.',
    index: 'Searches do not find it as it is now.',
    extras: 'It plays without them.',
    optimise: 'It plays in the version there is.',
  };
  return stages.flatMap(({ name }) => (failed.has(name) ? (sentences[name] ?? []) : []));
}
