import { useQuery } from '@tanstack/react-query';
import { Notice, Problem } from '../../components/notice.tsx';
import { transcriptQuery } from '../../queries.ts';
import { hasUnsure } from '../../text/find.ts';
import { FindBar } from './find-bar.tsx';
import type { PanelProps } from './panel.tsx';
import styles from './transcript.module.css';
import { TranscriptList } from './transcript-list.tsx';

/** The text of the session, or why there is none. */
export function TranscriptTab({ session, media, listRef, find, onSeek, onStepHit }: PanelProps) {
  const transcript = useQuery(transcriptQuery(session));
  if (!session.transcript) {
    const stage = session.stages.find(({ name }) => name === 'transcribe');
    const isComing = stage?.status === 'waiting' || stage?.status === 'running';
    return (
      <div className={styles.none}>
        <Notice title={isComing ? 'The transcript is being written' : 'No transcript'}>
          <p>
            {isComing
              ? 'It appears here by itself.'
              : (stage?.error ?? 'Nothing was said, or nothing was understood.')}
          </p>
        </Notice>
      </div>
    );
  }
  if (transcript.error)
    return (
      <div className={styles.none}>
        <Problem error={transcript.error} onRetry={() => void transcript.refetch()} />
      </div>
    );
  return (
    <>
      <FindBar find={find} onStep={onStepHit} />
      <p className={styles.quality}>
        {session.transcript.quality}.
        {transcript.data && hasUnsure(transcript.data.segments) && (
          <>
            {' '}
            <span className={styles.unsure}>Dotted</span> words are uncertain.
          </>
        )}
      </p>
      {transcript.data ? (
        <TranscriptList
          session={session}
          segments={transcript.data.segments}
          language={transcript.data.language}
          media={media}
          canPlay={session.media.video !== null || session.media.audio !== null}
          listRef={listRef}
          find={find}
          onSeek={onSeek}
        />
      ) : (
        <p role="status" className={styles.none}>
          Loading the transcript
        </p>
      )}
    </>
  );
}
