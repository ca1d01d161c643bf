import { originalFileName } from '../../core/model/media-names.ts';
import { qualityOf } from '../../core/model/media-plan.ts';
import { forgetMediaFiles } from '../../drizzle/queries/media-files.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import type { Stage, StageDeps, StageResult, StageRun } from '../stage.ts';
import { encodingTimeLimitMs } from './encoding-time-limit.ts';
import { planOf } from './plan-of.ts';
import { isQuick, type Rendered, renderOrEncode, type Source } from './render-step.ts';
import { partOf, storeFile, storeRendition } from './store-file.ts';

/**
 * Makes the first thing that browsers play, which can be played at once, then the poster. Idempotent: new files
 * get new names, and the rows that point to them change in one transaction; what they replace is swept.
 */
export const transcode: Stage = {
  name: 'transcode',
  doing: 'converting the recording',
  timeLimitMs: encodingTimeLimitMs,
  async run(deps, run) {
    const { probe, plan } = planOf(run.session);
    const work = () =>
      deps.store.withLocalFile(
        `${run.session.id}/${originalFileName}`,
        async (path) => {
          const rendered = await renderOrEncode(deps, run, { path, probe }, { plan, step: plan.first });
          await keepRendition(deps, run, rendered);
          return makePoster(deps, run, { path, probe }, rendered);
        },
        run.signal,
      );
    return isQuick(plan.first) ? work() : run.heavy(work);
  },
};

async function keepRendition(deps: StageDeps, run: StageRun, { rendition, step, plan }: Rendered) {
  const { id } = run.session;
  const row = await storeRendition(deps, run, rendition, step);
  // What was made in the background before is of the same recording: it plays until it is made again.
  const later = plan.later && qualityOf(plan.later);
  const part = partOf([row], async (tx) => {
    await forgetMediaFiles(tx, id, step.kind === 'video' ? ['video'] : ['video', 'audio'], later);
    await updateSession(tx, id, { durationSeconds: rendition.durationSeconds, plan });
  });
  await run.keep(part);
}

/** A session without a poster is still a session. */
async function makePoster(
  deps: StageDeps,
  run: StageRun,
  { path, probe }: Source,
  { rendition, step }: Rendered,
): Promise<StageResult> {
  const { signal, scratchDir, session } = run;
  const makeImage = async () => {
    if (step.kind === 'audio') return null;
    return deps.media.poster(path, probe, { signal, scratchDir }).catch((error: unknown) => {
      signal.throwIfAborted();
      run.log.warn({ err: error, sessionId: session.id }, 'no poster');
      return null;
    });
  };
  const image = await makeImage();
  const rows = image ? [await storeFile(deps, run, { kind: 'poster', ...image })] : [];
  return {
    status: 'done',
    ...(rendition.warnings.length > 0 ? { note: rendition.warnings.join(' ') } : {}),
    ...partOf(rows, (tx) => forgetMediaFiles(tx, session.id, ['poster'])),
  };
}
