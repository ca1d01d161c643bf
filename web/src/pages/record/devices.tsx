import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import type { RecordingKind } from './abilities.ts';
import { CameraPreview } from './camera-preview.tsx';
import { type Equipment, type EquipmentState, idOf } from './equipment.ts';
import { LevelMeter } from './level-meter.tsx';
import styles from './record.module.css';
import { useDevices } from './use-devices.ts';
import { useStore } from './use-store.ts';

interface DevicesProps {
  readonly kind: RecordingKind;
  readonly equipment: Equipment;
  /** It is recorded: the microphone can still be another one, the camera cannot. */
  readonly isLive?: boolean;
  /** Whether there is to be a microphone at all. */
  readonly isHeard: boolean;
  readonly onHeard: (isHeard: boolean) => void;
}

const none = 'none';

/** Which microphone and camera, with how they do; what is chosen is switched on at once, also while it is recorded. */
export function Devices({ kind, equipment, isLive = false, isHeard, onHeard }: DevicesProps) {
  const state = useStore(equipment);
  const { microphones } = useDevices(state);
  const chooseMicrophone = (id: string) => {
    onHeard(id !== none);
    if (id === none) equipment.closeMicrophone();
    else void equipment.openMicrophone(id);
  };
  return (
    <div className={styles.devices}>
      <div className={styles.device}>
        {microphones.length > 0 ? (
          <Field label="Microphone">
            {(attributes) => (
              <select
                {...attributes}
                value={isHeard ? (state.microphoneId ?? microphones[0]?.id) : none}
                onChange={(event) => chooseMicrophone(event.target.value)}
              >
                {microphones.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
                {kind !== 'audio' && <option value={none}>No microphone</option>}
              </select>
            )}
          </Field>
        ) : (
          <strong>Microphone</strong>
        )}
        {isHeard && state.microphoneId !== null && <LevelMeter equipment={equipment} />}
        {isHeard && state.microphoneId === null && (
          <button type="button" className={button.button} onClick={() => void equipment.openMicrophone()}>
            Try the microphone
          </button>
        )}
      </div>
      {kind === 'camera' && <Camera equipment={equipment} state={state} isLive={isLive} />}
    </div>
  );
}

interface CameraProps {
  readonly equipment: Equipment;
  readonly state: EquipmentState;
  readonly isLive: boolean;
}

function Camera({ equipment, state, isLive }: CameraProps) {
  const { cameras } = useDevices(state);
  return (
    <div className={styles.device}>
      {cameras.length > 0 && !isLive ? (
        <Field label="Camera">
          {(attributes) => (
            <select
              {...attributes}
              value={idOf(state.camera) ?? cameras[0]?.id}
              onChange={(event) => void equipment.openCamera(event.target.value)}
            >
              {cameras.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : (
        <strong>Camera</strong>
      )}
      {state.camera && <CameraPreview stream={state.camera} />}
      {!state.camera && !isLive && (
        <button type="button" className={button.button} onClick={() => void equipment.openCamera()}>
          Try the camera
        </button>
      )}
    </div>
  );
}
