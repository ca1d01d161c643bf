import { randomBytes } from 'node:crypto';
import { PermanentError } from '../../core/model/errors.ts';
import type { MediaKind } from '../../core/model/media.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import type { Rendition } from '../../core/ports/media-tools.ts';
import { forgetMediaFiles, insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import type { Stage, StageDeps, StageRun } from '../stage.ts';

/** Twenty times the recording's length on a slow machine, between half an hour and a week. */
const timeLimitMs = (durationSeconds: number | null) =>
  Math.min(7 * 24 * 3_600_000, Math.max(30 * 60_000, (durationSeconds ?? 3 * 3600) * 1000 * 20));

/**
 * Makes what browsers play, and the poster. Idempotent: new files get new names, and the rows that
 * point to them change in one transaction; what they replace is swept.
 */
export const transcode: Stage = {
  name: 'transcode',
  doing: 'converting the recording',
  timeLimitMs: (session) => timeLimitMs(session.durationSeconds),
  async run(deps, run) {
    const { session, signal } = run;
    const { probe, plan } = session;
    if (!probe || !plan || plan.kind === 'refuse')
      throw new PermanentError('This recording was not read yet. Process it again from the start.');
    const made = await deps.store.withLocalFile(
      `${session.id}/${originalFileName}`,
      async (path) => {
        const media = { signal, scratchDir: run.scratchDir };
        const render = () => deps.media.render(path, probe, plan, { ...media, onProgress: run.onProgress });
        const isCopy = plan.kind === 'video' ? plan.video === 'copy' : plan.audio === 'copy';
        const rendition = await (isCopy ? render() : run.heavy(render));
        return { rendition, poster: await posterOf(deps, run, path) };
      },
      signal,
    );
    return keepFiles(deps, run, made);
  },
};

/** A session without a poster is still a session. */
async function posterOf({ media }: StageDeps, run: StageRun, path: string): Promise<string | null> {
  if (!run.session.probe?.video) return null;
  try {
    return await media.poster(path, run.session.probe, { signal: run.signal, scratchDir: run.scratchDir });
  } catch (error) {
    run.signal.throwIfAborted();
    run.log.warn({ err: error, sessionId: run.session.id }, 'no poster');
    return null;
  }
}

async function keepFiles(
  { store }: StageDeps,
  { session, signal }: StageRun,
  { rendition, poster }: { rendition: Rendition; poster: string | null },
) {
  const unique = randomBytes(6).toString('hex');
  const files = [
    {
      kind: rendition.kind,
      fileName: `${rendition.kind}-${unique}.${rendition.kind === 'video' ? 'mp4' : 'm4a'}`,
      contentType: rendition.contentType,
      path: rendition.path,
    },
    ...(poster
      ? [
          {
            kind: 'poster' as const,
            fileName: `poster-${unique}.jpg`,
            contentType: 'image/jpeg',
            path: poster,
          },
        ]
      : []),
  ];
  const rows: { kind: MediaKind; fileName: string; contentType: string; sizeBytes: number }[] = [];
  for (const { path, ...file } of files)
    rows.push({ ...file, ...(await store.putFile(`${session.id}/${file.fileName}`, path, signal)) });
  return {
    status: 'done' as const,
    stored: files.map((file) => file.fileName),
    ...(rendition.warnings.length > 0 ? { note: rendition.warnings.join(' ') } : {}),
    save: async (tx: Parameters<typeof insertMediaFile>[0]) => {
      await forgetMediaFiles(tx, session.id, ['video', 'audio', 'poster']);
      for (const row of rows) await insertMediaFile(tx, { sessionId: session.id, ...row });
      await updateSession(tx, session.id, {
        durationSeconds: rendition.durationSeconds,
        plan: rendition.plan,
      });
    },
  };
}
