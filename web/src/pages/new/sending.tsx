import { formatBytes } from '../../text/bytes.ts';
import { formatLeft } from '../../text/time.ts';
import type { DraftState } from './draft.ts';
import styles from './new-page.module.css';

/** How far a recording has come, and how fast it goes on. */
export function Sending({ state }: { readonly state: Extract<DraftState, { kind: 'sending' | 'paused' }> }) {
  const { sentBytes, totalBytes } = state;
  const share = totalBytes > 0 ? sentBytes / totalBytes : 0;
  const bytesPerSecond = state.kind === 'sending' && share < 1 ? state.bytesPerSecond : 0;
  return (
    <div className={styles.sending}>
      <progress aria-label="Upload" max={1} value={share} />
      <p>
        <span role="status">{wordsOf(state, share)}</span>
        <span>
          {formatBytes(sentBytes)} of {formatBytes(totalBytes)}
        </span>
        {bytesPerSecond > 0 && (
          <>
            <span>{formatBytes(bytesPerSecond)}/s</span>
            <span>{formatLeft((totalBytes - sentBytes) / bytesPerSecond)}</span>
          </>
        )}
      </p>
    </div>
  );
}

/** In steps of ten, so that it is not read out all the time. */
function wordsOf(state: Parameters<typeof Sending>[0]['state'], share: number): string {
  if (state.kind === 'paused') return 'Paused';
  if (state.isReconnecting) return 'No connection. It goes on by itself';
  return share >= 1 ? 'Checking what arrived' : `${Math.floor(share * 10) * 10} % sent`;
}
