import { type KeyboardEvent, lazy, type PointerEvent, Suspense, useState } from 'react';
import type { Session } from '../../../core/api/sessions.ts';
import strip from '../components/strip.module.css';
import type { Mark } from '../components/strip-geometry.ts';
import { StripMarks } from '../components/strip-marks.tsx';
import { speakTime } from '../text/time.ts';
import { useBufferedTo, useCurrentTime, useDuration } from './media-value.ts';
import { seekTo } from './playback.ts';
import styles from './seek-strip.module.css';

const SeekPreview = lazy(async () => ({ default: (await import('./seek-preview.tsx')).SeekPreview }));
const Waveform = lazy(async () => ({ default: (await import('./waveform.tsx')).Waveform }));

interface SeekStripProps {
  readonly media: HTMLVideoElement | null;
  readonly session: Session;
  readonly hits: readonly Mark[];
  readonly onHit: (hit: Mark) => void;
}

/** The session's timeline: where we are, what is loaded, chapters, and where the query matches. */
export function SeekStrip({ media, session, hits, onHit }: SeekStripProps) {
  const now = useCurrentTime(media);
  const duration = useDuration(media, session.durationSeconds);
  const buffered = useBufferedTo(media);
  const [hovered, setHovered] = useState<number | null>(null);
  const waveform = session.media.video === null ? session.media.waveform : null;
  const percent = (seconds: number) => `${duration > 0 ? Math.min(100, (seconds / duration) * 100) : 0}%`;
  const onKeyDown = (event: KeyboardEvent) => {
    const seconds = { ArrowLeft: -5, ArrowRight: 5, ArrowDown: -5, ArrowUp: 5 }[event.key];
    if (!seconds || !media) return;
    event.preventDefault();
    seekTo(media, media.currentTime + seconds);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setHovered(Math.min(1, Math.max(0, (event.clientX - left) / width)) * duration);
  };
  return (
    <div
      className={`${strip.strip} ${styles.strip} ${waveform === null ? '' : styles.tall}`}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHovered(null)}
    >
      <Suspense>
        {waveform !== null && <Waveform path={waveform} played={duration > 0 ? now / duration : 0} />}
      </Suspense>
      <span className={styles.buffered} style={{ width: percent(buffered) }} />
      {session.chapters.slice(1).map(({ startSeconds }) => (
        <span key={startSeconds} className={styles.chapter} style={{ left: percent(startSeconds) }} />
      ))}
      <input
        type="range"
        className={styles.range}
        aria-label="Position"
        aria-valuetext={`${speakTime(now)} of ${speakTime(duration)}`}
        min={0}
        max={duration || 1}
        step={0.1}
        value={now}
        disabled={!media}
        onKeyDown={onKeyDown}
        onChange={(event) => media && seekTo(media, event.target.valueAsNumber)}
      />
      <StripMarks
        label={`${hits.length} matches in this session`}
        marks={hits}
        durationSeconds={duration}
        hrefOf={(hit) => `?t=${Math.floor(hit.startSeconds)}`}
        onPick={onHit}
      />
      <span className={styles.now} style={{ transform: `translateX(${percent(now)})` }} />
      <Suspense>
        {hovered !== null && <SeekPreview session={session} seconds={hovered} left={percent(hovered)} />}
      </Suspense>
    </div>
  );
}
