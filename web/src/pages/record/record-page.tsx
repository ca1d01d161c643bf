import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { hasRole } from '../../../../core/model/access.ts';
import { Notice } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { meQuery, uploadsQuery } from '../../queries.ts';
import { kindHere, obstacleOf, type RecordingKind, readAbilities } from './abilities.ts';
import type { About } from './about.ts';
import { EndedView } from './ended-view.tsx';
import { openEquipment } from './equipment.ts';
import { focusTitle, titleId } from './focus-title.ts';
import { KeptBanner } from './kept-banner.tsx';
import { openKeptPieces } from './kept-pieces.ts';
import { Obstacle } from './obstacle.tsx';
import styles from './record.module.css';
import { startRecording } from './recording.ts';
import type { Recording } from './recording-state.ts';
import { RecordingView } from './recording-view.tsx';
import { SetUp } from './set-up.tsx';
import { useStore } from './use-store.ts';

/** Records in the browser: choose, record, say what it was. */
export function RecordPage() {
  const { data: me } = useQuery(meQuery);
  const [abilities] = useState(readAbilities);
  const obstacle = obstacleOf(abilities);
  useEffect(() => {
    document.title = 'Record a session · Brownbag';
  }, []);
  if (me && !hasRole(me.role, 'champion'))
    return (
      <div className={page.narrow}>
        <Notice isPage title="You can watch and search, but not record">
          <p>Ask an admin to make you a champion. Champions contribute sessions.</p>
        </Notice>
      </div>
    );
  return (
    <div className={page.narrow}>
      <h1 id={titleId} tabIndex={-1}>
        Record a session
      </h1>
      {obstacle ? <Obstacle why={obstacle} /> : <Studio abilities={abilities} />}
    </div>
  );
}

const emptyAbout: About = { title: '', speakers: '', topics: '', visibility: 'organisation' };

function Studio({ abilities }: { readonly abilities: ReturnType<typeof readAbilities> }) {
  const { kind: asked = 'screen' } = useSearch({ from: '/app/record' });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [equipment] = useState(openEquipment);
  const [about, setAbout] = useState(emptyAbout);
  const [isHeard, setIsHeard] = useState(true);
  const [recording, setRecording] = useState<Recording | null>(null);
  const current = useRef<Recording | null>(null);
  const kind = kindHere(asked, abilities);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      current.current?.close();
      equipment.close();
    };
  }, [equipment]);
  const show = (next: Recording | null) => {
    current.current = next;
    setRecording(next);
    void queryClient.invalidateQueries({ queryKey: uploadsQuery.queryKey });
  };
  if (recording)
    return (
      <Running
        recording={recording}
        equipment={equipment}
        isHeard={isHeard}
        onHeard={setIsHeard}
        onAgain={() => {
          setAbout(emptyAbout);
          show(null);
          focusTitle();
        }}
      />
    );
  return (
    <>
      <KeptBanner />
      <SetUp
        {...{ abilities, kind, equipment, isHeard, about }}
        onHeard={setIsHeard}
        onChoose={(chosen: RecordingKind) =>
          void navigate({ to: '/record', search: { kind: chosen }, replace: true })
        }
        onEdit={(part) => setAbout({ ...about, ...part })}
        onScreenEnded={() => void current.current?.stop()}
        onStart={async () => {
          const started = await startRecording({ kind, equipment, about, pieces: openKeptPieces() });
          if (isHere.current) show(started);
          else started.close();
        }}
      />
      <p className={styles.otherwise}>
        You have a recording already? <Link to="/new">Upload it</Link>.
      </p>
    </>
  );
}

interface RunningProps {
  readonly recording: Recording;
  readonly equipment: ReturnType<typeof openEquipment>;
  readonly isHeard: boolean;
  readonly onHeard: (isHeard: boolean) => void;
  readonly onAgain: () => void;
}

function Running({ recording, equipment, isHeard, onHeard, onAgain }: RunningProps) {
  const queryClient = useQueryClient();
  const state = useStore(recording);
  const { kind } = state.phase;
  const isUnsafe = kind === 'recording' || kind === 'paused' || kind === 'sending';
  useBlocker({
    shouldBlockFn: () => !window.confirm(leaveWords),
    disabled: !isUnsafe,
    enableBeforeUnload: isUnsafe,
  });
  useEffect(() => {
    if (kind === 'added') void queryClient.invalidateQueries({ queryKey: ['sessions'] });
  }, [kind, queryClient]);
  if (kind === 'recording' || kind === 'paused')
    return <RecordingView {...{ recording, state, equipment, isHeard, onHeard }} />;
  return <EndedView recording={recording} state={state} onAgain={onAgain} />;
}

const leaveWords =
  'This is being recorded. Leave and stop it? What was recorded so far is kept: come back within a quarter of an hour to finish it.';
