import { useQuery } from '@tanstack/react-query';
import type { Storage } from '../../../../core/api/admin.ts';
import { Problem } from '../../components/notice.tsx';
import { formatBytes } from '../../text/bytes.ts';
import { count } from '../../text/list.ts';
import styles from './admin.module.css';
import { storageQuery } from './admin-calls.ts';
import { Loading } from './parts.tsx';

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly note: string;
}

/** What is kept and the room that is left. */
export function StorageView() {
  const storage = useQuery(storageQuery);
  return (
    <>
      {storage.error && <Problem error={storage.error} onRetry={() => void storage.refetch()} />}
      {storage.isPending && <Loading />}
      {storage.data && <Amounts storage={storage.data} />}
    </>
  );
}

function rowsOf(storage: Storage): readonly Row[] {
  const files = (name: string, of: Storage['originals'], noun: string): Row => ({
    ...{ name, bytes: of.bytes },
    note: count(of.count, noun),
  });
  return [
    files('Originals', storage.originals, 'file'),
    files('To play: video and sound', storage.renditions, 'file'),
    files('Posters and previews', storage.images, 'file'),
    files('Captions', storage.captions, 'file'),
    files('Being sent', storage.uploads, 'recording'),
    { name: 'Database', bytes: storage.databaseBytes - storage.indexBytes, note: 'people, texts, notes' },
    { name: 'Search index', bytes: storage.indexBytes, note: 'in the database, can be made anew' },
  ];
}

function Amounts({ storage }: { readonly storage: Storage }) {
  const { bin, freeBytes } = storage;
  const rows = rowsOf(storage);
  const all = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <table className={styles.amounts}>
        <caption className="visually-hidden">What is kept, by class</caption>
        <tbody>
          {rows.map(({ name, bytes, note }) => (
            <tr key={name}>
              <th scope="row">
                {name} <small>{note}</small>
                <span aria-hidden="true" className={styles.share}>
                  <span style={{ inlineSize: `${all === 0 ? 0 : (100 * bytes) / all}%` }} />
                </span>
              </th>
              <td className="tabular">{formatBytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              Together{' '}
              <small>
                {bin.count > 0
                  ? `${formatBytes(bin.bytes)} of it in ${count(bin.count, 'file')} of the bin`
                  : 'nothing of it in the bin'}
              </small>
            </th>
            <td className="tabular">{formatBytes(all)}</td>
          </tr>
        </tfoot>
      </table>
      <p className={styles.lead}>
        {freeBytes.store === null
          ? 'The store of recordings does not say how much room it has.'
          : `Recordings may still take ${formatBytes(freeBytes.store)} where they are kept.`}{' '}
        There is room for {formatBytes(freeBytes.uploads)} while they are being sent.
      </p>
    </>
  );
}
