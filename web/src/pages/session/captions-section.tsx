import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { captionEndings } from '../../../../core/model/media-names.ts';
import { api } from '../../api.ts';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import styles from './captions-section.module.css';

/** For who may change the session: captions from a file in place of what the machine heard, and back. */
export function CaptionsSection({ session }: { readonly session: Session }) {
  const input = useRef<HTMLInputElement>(null);
  const [replacesEdits, setReplacesEdits] = useState(false);
  const change = useChange(session);
  const isFromFile = session.stages.some(
    ({ name, engine }) => name === 'transcribe' && engine === 'captions',
  );
  const edited = session.transcript?.edited === true;
  return (
    <section className={styles.captions}>
      <h2>Captions</h2>
      <p>
        {isFromFile
          ? 'These come from a file.'
          : 'A caption file (.vtt, .srt, .sbv, .ass) takes the place of the automatic transcript.'}
        {edited && ' What people corrected stays, unless you say otherwise.'}
      </p>
      {edited && (
        <label>
          <input
            type="checkbox"
            checked={replacesEdits}
            onChange={(event) => setReplacesEdits(event.target.checked)}
          />
          Replace what people corrected, too
        </label>
      )}
      <div className={styles.acts}>
        <button
          type="button"
          className={button.button}
          disabled={change.isPending}
          onClick={() => input.current?.click()}
        >
          {isFromFile ? 'Replace captions' : 'Add captions'}
        </button>
        {isFromFile && session.original !== null && (
          <button
            type="button"
            className={button.quiet}
            disabled={change.isPending}
            onClick={() => change.mutate({ file: null })}
          >
            Go back to the automatic transcript
          </button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Caption file"
          accept={captionEndings.join()}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) change.mutate({ file, replacesEdits });
            target.value = '';
          }}
        />
      </div>
      <p role="status">{wordsOf(change)}</p>
      {change.error && <Problem error={change.error} />}
    </section>
  );
}

/** `null` as the file: no captions any more. */
interface Change {
  readonly file: File | null;
  readonly replacesEdits?: boolean;
}

function useChange({ id }: Session) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ file, replacesEdits = false }: Change): Promise<unknown> =>
      file ? api.putCaptions(id, file, { replacesEdits }) : api.removeCaptions(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['session'] }),
  });
}

function wordsOf({ isPending, isSuccess, variables }: ReturnType<typeof useChange>): string {
  const isPut = Boolean(variables?.file);
  if (isPending) return isPut ? 'Sending the captions' : '';
  if (!isSuccess) return '';
  return isPut
    ? 'The captions have arrived. Transcript and search follow by themselves.'
    : 'The captions are gone. The recording is transcribed anew.';
}
