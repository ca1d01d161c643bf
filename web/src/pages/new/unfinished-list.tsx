import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Upload } from '../../../../core/api/uploads.ts';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { uploadsQuery } from '../../queries.ts';
import { formatBytes } from '../../text/bytes.ts';
import { formatExactly } from '../../text/date.ts';
import { isKept } from '../record/kept.ts';
import styles from './new-page.module.css';
import { discardUpload } from './send-recording.ts';
import { forgetFile, isLike, uploadUrlOf } from './unfinished.ts';

interface UnfinishedListProps {
  /** Addresses of uploads that go on on this page. */
  readonly taken: readonly string[];
  readonly onFiles: (files: readonly File[]) => void;
}

/** Recordings that broke off, on an earlier visit or on another computer. */
export function UnfinishedList({ taken, onFiles }: UnfinishedListProps) {
  const { data } = useQuery(uploadsQuery);
  const uploads = (data?.items ?? []).filter((upload) => !taken.includes(uploadUrlOf(upload)));
  if (uploads.length === 0) return null;
  return (
    <section className={styles.unfinished} aria-labelledby="unfinished">
      <h2 id="unfinished">Unfinished uploads</h2>
      <p>
        A browser forgets which files it was sending when the page is closed. Choose a file again, with its
        captions if it has any, and only the rest is sent.
      </p>
      <ul>
        {uploads.map((upload) => (
          <Unfinished key={upload.id} upload={upload} onFiles={onFiles} />
        ))}
      </ul>
    </section>
  );
}

function Unfinished({ upload, onFiles }: { readonly upload: Upload } & Pick<UnfinishedListProps, 'onFiles'>) {
  const input = useRef<HTMLInputElement>(null);
  const [isOther, setIsOther] = useState(false);
  const discard = useDiscard(upload);
  const onChosen = (files: readonly File[]) => {
    const isRight = files.some((file) => isLike(upload, file));
    setIsOther(!isRight && files.length > 0);
    if (isRight) onFiles(files);
  };
  return (
    <li>
      <div>
        <strong dir="auto">{upload.isLive ? (upload.title ?? upload.filename) : upload.filename}</strong>
        <p className={styles.files}>{arrivedOf(upload)}</p>
        {isOther && <Problem error={new Error(`That is another file. Choose ${wantedOf(upload)}.`)} />}
        {discard.error && <Problem error={discard.error} />}
      </div>
      <div className={styles.acts}>
        {upload.isLive ? (
          isKept(localStorage, uploadUrlOf(upload)) && (
            <Link to="/record" className={button.button} aria-label={`Finish: ${upload.title}`}>
              Finish it
            </Link>
          )
        ) : (
          <button
            type="button"
            className={button.button}
            aria-label={`Choose the file again to go on: ${upload.filename}`}
            onClick={() => input.current?.click()}
          >
            Choose the file again
          </button>
        )}
        <button
          type="button"
          className={button.quiet}
          aria-label={`Discard: ${upload.filename}`}
          onClick={() =>
            window.confirm(`Discard what has arrived of ${upload.filename}?`) && discard.mutate()
          }
        >
          Discard
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={`Files to go on with ${upload.filename}`}
          onChange={(event) => {
            onChosen([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
    </li>
  );
}

function useDiscard(upload: Upload) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await discardUpload(uploadUrlOf(upload));
      forgetFile(localStorage, uploadUrlOf(upload));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: uploadsQuery.queryKey }),
  });
}

function wantedOf({ filename, totalBytes }: Upload): string {
  return totalBytes === null ? filename : `${filename}, ${formatBytes(totalBytes)}`;
}

function arrivedOf({ receivedBytes, totalBytes, expiresAt, isLive }: Upload): string {
  const received = formatBytes(receivedBytes);
  if (isLive) return `A recording in progress: ${received} are here; it becomes a session by itself`;
  const arrived =
    totalBytes === null ? `${received} are here` : `${received} of ${formatBytes(totalBytes)} are here`;
  return `${arrived}, kept until ${formatExactly(expiresAt)}`;
}
