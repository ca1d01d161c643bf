import { z } from 'zod';
import { FirstRun } from '../../core/api/first-run.ts';
import { findVisibleSession } from '../../drizzle/queries/sessions.ts';
import { readSetting, sampleSetting } from '../../drizzle/queries/settings.ts';
import { readerOf } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';

/** As `addSampleSession` keeps it; installations of the first release did not note which session it was. */
const Kept = z.object({ sessionId: z.string() }).catch({ sessionId: '' });

/** What a page needs to tell the sample from what people have added. */
export function firstRunRoutes(app: App, { db }: Pick<AppDeps, 'db'>): void {
  app.get(
    '/api/first-run',
    {
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        summary: 'The session that Brownbag itself has added, while the reader may open it',
        response: { 200: FirstRun, ...problems(401) },
      },
    },
    async (request) => {
      const { sessionId } = Kept.parse(await readSetting(db, sampleSetting));
      const session = await findVisibleSession(db, readerOf(request), sessionId);
      return { sample: session ? { id: session.id, slug: session.slug } : null };
    },
  );
}
