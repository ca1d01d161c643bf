import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import button from '../../components/button.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import { transcriptQuery } from '../../queries.ts';
import { hasUnsure } from '../../text/find.ts';
import { FindBar } from './find-bar.tsx';
import type { PanelProps } from './panel.tsx';
import styles from './transcript.module.css';
import { TranscriptList } from './transcript-list.tsx';
import { trustInWords } from './transcript-trust.ts';

const TranscriptEditor = lazy(() =>
  import('./edit/transcript-editor.tsx').then((module) => ({ default: module.TranscriptEditor })),
);
const HistoryDialog = lazy(() =>
  import('./history/history-dialog.tsx').then((module) => ({ default: module.HistoryDialog })),
);

/** The text of the session, or why there is none. */
export function TranscriptTab(props: PanelProps) {
  const { session, media, listRef, find, onSeek, onStepHit } = props;
  const transcript = useQuery(transcriptQuery(session));
  const { edit, history } = useSearch({ from: '/app/sessions/$slug' });
  const navigate = useNavigate({ from: '/sessions/$slug' });
  const show = (place: { edit?: 1 | undefined; history?: number | 'newest' | undefined }) =>
    void navigate({ search: (earlier) => ({ ...earlier, ...place }), resetScroll: false });
  const canPlay = session.media.video !== null || session.media.audio !== null;
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
  const loading = (
    <p role="status" className={styles.none}>
      Loading the transcript
    </p>
  );
  return (
    <>
      <FindBar find={find} onStep={onStepHit} />
      {session.canEdit && edit ? (
        <Suspense fallback={loading}>
          {transcript.data ? (
            <TranscriptEditor {...props} transcript={transcript.data} canPlay={canPlay} />
          ) : (
            loading
          )}
        </Suspense>
      ) : (
        <>
          <div className={styles.head}>
            <p className={styles.quality}>
              {[session.transcript.quality, trustInWords(session.transcript)].filter(Boolean).join('. ')}.
              {transcript.data && hasUnsure(transcript.data.segments) && (
                <>
                  {' '}
                  <span className={styles.unsure}>Dotted</span> words are uncertain.
                </>
              )}
            </p>
            {session.canEdit && (
              <p className={styles.acts}>
                <button
                  type="button"
                  className={button.quiet}
                  title="Correct the text (e)"
                  onClick={() => show({ edit: 1 })}
                >
                  Edit
                </button>
                <button type="button" className={button.quiet} onClick={() => show({ history: 'newest' })}>
                  History
                </button>
              </p>
            )}
          </div>
          {transcript.data ? (
            <TranscriptList
              session={session}
              segments={transcript.data.segments}
              language={transcript.data.language}
              media={media}
              canPlay={canPlay}
              listRef={listRef}
              find={find}
              onSeek={onSeek}
            />
          ) : (
            loading
          )}
        </>
      )}
      <Suspense>
        {session.canEdit && history !== undefined && (
          <HistoryDialog
            session={session}
            chosen={history}
            onChoose={(version) => show({ history: version })}
            onClose={() => show({ history: undefined })}
          />
        )}
      </Suspense>
    </>
  );
}
