import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { Chapters } from './chapters.tsx';
import { Details } from './details.tsx';
import { NotesTab } from './notes/notes-tab.tsx';
import styles from './panel.module.css';
import { TranscriptTab } from './transcript-tab.tsx';
import type { Find } from './use-find.ts';

export interface PanelProps {
  readonly session: Session;
  readonly media: HTMLVideoElement | null;
  readonly listRef: RefObject<HTMLElement | null>;
  readonly find: Find;
  readonly onSeek: (seconds: number) => void;
  readonly onStepHit: (step: 1 | -1) => void;
}

type Tab = 'Transcript' | 'Chapters' | 'Notes' | 'Details';

/** Everything about the session that is text, one tab at a time. */
export function Panel(props: PanelProps) {
  const { session, media, onSeek } = props;
  const tabs: readonly Tab[] =
    session.chapters.length > 0
      ? ['Transcript', 'Chapters', 'Notes', 'Details']
      : ['Transcript', 'Notes', 'Details'];
  const { panel } = useSearch({ from: '/app/sessions/$slug' });
  const [chosen, setChosen] = useState<Tab>(panel === 'notes' ? 'Notes' : 'Transcript');
  const navigate = useNavigate({ from: '/sessions/$slug' });
  /** Notes have an address of their own, to point others to. */
  const choose = (name: Tab) => {
    setChosen(name);
    const shown = name === 'Notes' ? ('notes' as const) : undefined;
    if (shown === panel) return;
    const search = (before: object) => ({ ...before, panel: shown });
    void navigate({ search, replace: true, resetScroll: false });
  };
  const tab = tabs.includes(chosen) ? chosen : 'Transcript';
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step && tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <section className={styles.panel} aria-label="About this session">
      <div role="tablist" aria-label="About this session" className={styles.tabs}>
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={tab === name}
            aria-controls={`panel-${name}`}
            tabIndex={tab === name ? 0 : -1}
            onKeyDown={onKeyDown}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id="panel-Transcript"
        aria-labelledby="tab-Transcript"
        hidden={tab !== 'Transcript'}
        className={styles.body}
      >
        <TranscriptTab {...props} />
      </div>
      {session.chapters.length > 0 && (
        <div
          role="tabpanel"
          id="panel-Chapters"
          aria-labelledby="tab-Chapters"
          hidden={tab !== 'Chapters'}
          className={styles.body}
        >
          <Chapters session={session} media={media} onSeek={onSeek} />
        </div>
      )}
      <div
        role="tabpanel"
        id="panel-Notes"
        aria-labelledby="tab-Notes"
        hidden={tab !== 'Notes'}
        className={styles.body}
      >
        {tab === 'Notes' && <NotesTab session={session} media={media} onSeek={onSeek} />}
      </div>
      <div
        role="tabpanel"
        id="panel-Details"
        aria-labelledby="tab-Details"
        hidden={tab !== 'Details'}
        className={styles.body}
      >
        <Details session={session} />
      </div>
    </section>
  );
}
