import { checkParts } from '../../core/actions/check-parts.ts';
import { PartList, Storage } from '../../core/api/admin.ts';
import { databaseSizes, sumMediaFiles } from '../../drizzle/queries/storage.ts';
import { listUnfinishedUploads } from '../../drizzle/queries/uploads.ts';
import { presentFiles } from '../presenters/admin.ts';
import type { App, AppDeps } from '../types.ts';
import { arrivedBytes } from '../uploads/tus/arrived-bytes.ts';
import { problems } from './answers.ts';

/** What the installation is made of, and what it keeps. */
export function adminPartRoutes(app: App, deps: AppDeps): void {
  const { db, store, uploads } = deps;
  const config = { access: 'admin' } as const;

  app.get(
    '/api/admin/engines',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'Which engines are in use, how they are, and what would be better: what `doctor` says',
        response: { 200: PartList, ...problems(401, 403) },
      },
    },
    async () => ({ items: [...(await checkParts(deps))] }),
  );

  app.get(
    '/api/admin/storage',
    {
      config,
      schema: {
        tags: ['admin'],
        summary: 'What is kept, in bytes and numbers, and the room that is left',
        response: { 200: Storage, ...problems(401, 403) },
      },
    },
    async () => {
      const [files, sizes, rows, ofStore, ofUploads] = await Promise.all([
        sumMediaFiles(db),
        databaseSizes(db),
        listUnfinishedUploads(db),
        store.freeBytes(),
        uploads.staging.freeBytes(),
      ]);
      const arrived = await Promise.all(
        rows.map(async (row) => arrivedBytes(row, await uploads.staging.stat(row.id))),
      );
      return {
        ...presentFiles(files),
        ...sizes,
        uploads: { count: rows.length, bytes: arrived.reduce((sum, bytes) => sum + bytes, 0) },
        freeBytes: { store: ofStore, uploads: ofUploads },
      };
    },
  );
}
