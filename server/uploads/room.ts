import { Readable } from 'node:stream';
import { DomainError } from '../../core/model/errors.ts';
import { listUnfinishedUploads, lockUploads, type UploadRow } from '../../drizzle/queries/uploads.ts';
import { noSpace } from './refusals.ts';
import { arrivedBytes } from './tus/arrived-bytes.ts';
import type { StagedFile } from './tus/staging.ts';
import type { Uploads } from './tus/uploads.ts';

/** Of one person. A folder of recordings goes in at once; a client that begins one after another is stopped. */
export const mostAtOnce = 50;
const hourMs = 3_600_000;
const askEveryBytes = 2 ** 26;

/** A form that is being received by this process. */
export interface RunningForm {
  readonly ownerId: string;
  /** What it still has to bring. */
  missingBytes: number;
}

type Disk = Pick<Uploads['staging'] | Uploads['store'], 'freeBytes'>;

/** On the disk that has least; unbounded where nobody knows. */
export async function freeBytesOn(disks: readonly Disk[]): Promise<number> {
  const free = await Promise.all(disks.map((disk) => disk.freeBytes()));
  return Math.min(...free.map((bytes) => bytes ?? Number.POSITIVE_INFINITY));
}

/** The same bytes; fails with `insufficient-storage`, once those before have passed, when the disks are full. */
export function whileRoom(source: Readable, disks: readonly Disk[]): Readable {
  const pass = async function* () {
    let unasked = 0;
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      yield chunk;
      unasked += chunk.length;
      if (unasked < askEveryBytes) continue;
      unasked = 0;
      if ((await freeBytesOn(disks)) <= 0) throw noSpace();
    }
  };
  return Readable.from(pass(), { objectMode: false });
}

/**
 * Throws `insufficient-storage` unless the disks hold `neededBytes` beside what others still have to bring: the
 * uploads `others`, and the forms.
 */
export async function refuseUnlessFits(
  { staging, forms }: Pick<Uploads, 'staging' | 'forms'>,
  disks: readonly Disk[],
  others: readonly UploadRow[],
  neededBytes: number,
): Promise<void> {
  const missing = others.map(async (row) => missingBytes(row, await staging.stat(row.id)));
  const spokenFor = [...(await Promise.all(missing)), ...[...forms].map((form) => form.missingBytes)];
  const free = (await freeBytesOn(disks)) - spokenFor.reduce((sum, bytes) => sum + bytes, 0);
  if (free <= neededBytes) throw noSpace();
}

/** Space is kept for who sends; who has stopped asks again. */
export const isMoving = (row: UploadRow, file: StagedFile | null): boolean =>
  (file?.touchedAt ?? row.createdAt).getTime() > Date.now() - hourMs;

function missingBytes(row: UploadRow, file: StagedFile | null): number {
  if (row.totalBytes === null || !isMoving(row, file)) return 0;
  return Math.max(0, row.totalBytes - arrivedBytes(row, file));
}

/** Takes a form on, which ends by `forms.delete`; throws what is wrong with it before any of it is stored. */
export function admitForm(uploads: Uploads, ownerId: string, declaredBytes: number): Promise<RunningForm> {
  const { db, store, forms } = uploads;
  return db.transaction(async (tx) => {
    await lockUploads(tx);
    if ([...forms].filter((form) => form.ownerId === ownerId).length >= mostAtOnce)
      throw new DomainError(
        'too-many-requests',
        `You are sending ${mostAtOnce} recordings already. Wait until some of them are here.`,
      );
    await refuseUnlessFits(uploads, [store], await listUnfinishedUploads(tx), declaredBytes);
    const form = { ownerId, missingBytes: declaredBytes };
    forms.add(form);
    return form;
  });
}
