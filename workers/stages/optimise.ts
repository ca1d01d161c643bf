import { originalFileName } from '../../core/model/media-names.ts';
import { qualityOf } from '../../core/model/media-plan.ts';
import { forgetMediaFiles } from '../../drizzle/queries/media-files.ts';
import type { Stage } from '../stage.ts';
import { encodingTimeLimitMs } from './encoding-time-limit.ts';
import { planOf } from './plan-of.ts';
import { isQuick, renderOrEncode } from './render-step.ts';
import { partOf, storeRendition } from './store-file.ts';

/**
 * Makes the second version where there is to be one: for every device and slow lines where what can be played already
 * is too large for them, a larger one where that had to be made small. Idempotent: replaces all but what it stands beside.
 */
export const optimise: Stage = {
  name: 'optimise',
  isBackground: true,
  doing: 'making a second version',
  timeLimitMs: encodingTimeLimitMs,
  async run(deps, run) {
    const { id } = run.session;
    const { probe, plan } = planOf(run.session);
    const step = plan.later;
    if (!step) return { status: 'skipped' };
    const work = () =>
      deps.store.withLocalFile(
        `${id}/${originalFileName}`,
        (path) => renderOrEncode(deps, run, { path, probe }, { plan, step }),
        run.signal,
      );
    const rendered = await (isQuick(step) ? work() : run.heavy(work));
    const row = await storeRendition(deps, run, rendered.rendition, rendered.step);
    const first = qualityOf(plan.first);
    return { status: 'done', ...partOf([row], (tx) => forgetMediaFiles(tx, id, ['video'], first)) };
  },
};
