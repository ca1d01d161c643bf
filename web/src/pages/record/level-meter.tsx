import { useEffect, useRef, useState } from 'react';
import type { Equipment } from './equipment.ts';
import styles from './record.module.css';

/** About -45 dBFS: breathing and fans are below, quiet speech is above. */
const audible = 0.25;
/** Who says nothing for so long may be heard by nobody. */
const silentMs = 6_000;

/** How loud the microphone is, as a bar that moves and as words that seldom change. */
export function LevelMeter({ equipment }: { readonly equipment: Equipment }) {
  const bar = useRef<HTMLSpanElement>(null);
  const [isHeard, setIsHeard] = useState<boolean | null>(null);
  useEffect(() => {
    let heardAt = performance.now();
    let frame = 0;
    const draw = (now: number) => {
      const level = equipment.level();
      bar.current?.style.setProperty('transform', `scaleX(${level.toFixed(3)})`);
      if (level > audible) {
        heardAt = now;
        setIsHeard(true);
      } else if (now - heardAt > silentMs) setIsHeard(false);
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [equipment]);
  return (
    <div className={styles.meter}>
      <span className={styles.level} aria-hidden="true">
        <span ref={bar} />
      </span>
      <span role="status" className={isHeard === false ? styles.warning : styles.soft}>
        {isHeard === null ? 'Say something' : isHeard ? 'You are heard' : 'Nothing is heard. Is it muted?'}
      </span>
    </div>
  );
}
