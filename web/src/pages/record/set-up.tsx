import { useEffect, useState } from 'react';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import type { Abilities, RecordingKind } from './abilities.ts';
import type { About } from './about.ts';
import { VisibilityField } from './about-form.tsx';
import { Devices } from './devices.tsx';
import type { Equipment } from './equipment.ts';
import { KindChoice } from './kind-choice.tsx';
import styles from './record.module.css';
import { useStore } from './use-store.ts';

interface SetUpProps {
  readonly abilities: Abilities;
  readonly kind: RecordingKind;
  readonly onChoose: (kind: RecordingKind) => void;
  readonly equipment: Equipment;
  readonly isHeard: boolean;
  readonly onHeard: (isHeard: boolean) => void;
  readonly about: About;
  readonly onEdit: (part: Partial<About>) => void;
  /** Everything is switched on. Throws what the server has against it. */
  readonly onStart: () => Promise<void>;
  /** The screen is not shared any more. */
  readonly onScreenEnded: () => void;
}

/** Before it begins: what, with which devices, for whom, and that everybody must know. */
export function SetUp(props: SetUpProps) {
  const { abilities, kind, onChoose, equipment, isHeard, onHeard, about, onEdit } = props;
  const { problem } = useStore(equipment);
  const { start, isStarting, error } = useStart(props);
  useGranted(equipment, kind);
  return (
    <div className={styles.setUp}>
      <KindChoice
        kind={kind}
        hasScreen={abilities.hasScreen}
        onChoose={(chosen) => {
          if (chosen !== 'camera') equipment.closeCamera();
          if (chosen === 'audio') onHeard(true);
          onChoose(chosen);
        }}
      />
      <Devices kind={kind} equipment={equipment} isHeard={isHeard} onHeard={onHeard} />
      <div className={styles.visibility}>
        <VisibilityField about={about} onEdit={onEdit} />
      </div>
      {problem !== null && <Problem error={new Error(problem)} />}
      {error && <Problem error={error} />}
      <div className={styles.start}>
        <button type="button" className={button.primary} disabled={isStarting} onClick={() => void start()}>
          {isStarting ? 'Starting' : 'Start recording'}
        </button>
        <p>
          <strong>This is recorded.</strong> Say so to everyone who can be seen or heard before you start.
        </p>
      </div>
    </div>
  );
}

/** Switches on what is missing, then starts. The browser asks for the screen only right after a click: that comes first. */
function useStart({ kind, equipment, isHeard, onStart, onScreenEnded }: SetUpProps) {
  const [isStarting, setIsStarting] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const switchOn = async (): Promise<boolean> => {
    if (kind === 'screen' && !(await equipment.shareScreen(onScreenEnded))) return false;
    if (kind === 'camera' && !equipment.get().camera && !(await equipment.openCamera())) return false;
    if (!isHeard || equipment.get().microphoneId !== null) return true;
    return equipment.openMicrophone();
  };
  const start = async () => {
    setIsStarting(true);
    setError(null);
    try {
      if (await switchOn()) await onStart();
      else equipment.closeScreen();
    } catch (thrown) {
      equipment.closeScreen();
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setIsStarting(false);
    }
  };
  return { start, isStarting, error };
}

/** Where the browser was told before that this page may, the devices are on as soon as it is open. */
function useGranted(equipment: Equipment, kind: RecordingKind): void {
  useEffect(() => {
    let isGone = false;
    const whenGranted = async (name: 'microphone' | 'camera', open: () => Promise<unknown>) => {
      // A browser that does not know these permissions asks at the start.
      const permission = await navigator.permissions.query({ name }).catch(() => null);
      if (permission?.state === 'granted' && !isGone) await open();
    };
    const { microphoneId, camera } = equipment.get();
    if (microphoneId === null) void whenGranted('microphone', () => equipment.openMicrophone());
    if (kind === 'camera' && !camera) void whenGranted('camera', () => equipment.openCamera());
    return () => {
      isGone = true;
    };
  }, [equipment, kind]);
}
