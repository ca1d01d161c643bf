import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { snapChapters } from '../../core/model/chapters.ts';
import { PermanentError } from '../../core/model/errors.ts';
import type { MediaKind } from '../../core/model/media.ts';
import { planRenditions } from '../../core/model/media-plan.ts';
import { areChosenChapters } from '../../core/model/session.ts';
import { storyboardVtt } from '../../core/model/storyboard.ts';
import { waveformJson } from '../../core/model/waveform.ts';
import type { Transaction } from '../../drizzle/client.ts';
import {
  forgetMediaFiles,
  listMediaFiles,
  type MediaFileRow,
  type NewMediaFile,
} from '../../drizzle/queries/media-files.ts';
import { findAnySession, updateSession } from '../../drizzle/queries/sessions.ts';
import { listStages, resetStages } from '../../drizzle/queries/stages.ts';
import type { Stage, StageDeps, StagePart, StageRun } from '../stage.ts';
import { renderOrEncode, type Source } from './render-step.ts';
import { partOf, storeFile, storeRendition } from './store-file.ts';

/** Makes one of the extras, which is kept before the next one is made. */
type Extra = (deps: StageDeps, run: StageRun, source: Source) => Promise<StagePart>;

/** Rows in the place of all others of these kinds; no row where the recording has nothing for it. */
const filesOf =
  (
    kinds: readonly MediaKind[],
    make: (deps: StageDeps, run: StageRun, source: Source) => Promise<readonly NewMediaFile[]>,
  ): Extra =>
  async (deps, run, source) =>
    partOf(await make(deps, run, source), (tx) => forgetMediaFiles(tx, run.session.id, kinds));

/**
 * Small things of what can be played: pictures and loudness along its time line, and its sound alone. Made of the
 * rendition, not the original, so that all agree on time. Idempotent: each replaces its own files.
 */
export const extras: Stage = {
  name: 'extras',
  doing: 'preparing previews',
  timeLimitMs: (session) => Math.max(30 * 60_000, (session.durationSeconds ?? 3 * 3600) * 1000),
  async run(deps, run) {
    const { id } = run.session;
    const files = (await listMediaFiles(deps.db, [id])).get(id) ?? [];
    const playable = firstMade(files);
    if (!playable) return { status: 'skipped', note: 'There is nothing to play.' };
    const wanted = playable.kind === 'video' ? [storyboard, waveform, sound, slides] : [waveform];
    await deps.store.withLocalFile(
      `${id}/${playable.fileName}`,
      async (path) => {
        const probe = await deps.media.probe(path, { signal: run.signal, scratchDir: run.scratchDir });
        await makeEach(deps, run, wanted, { path, probe });
      },
      run.signal,
    );
    return { status: 'done' };
  },
};

/**
 * What `transcode` made, the only rendition when a recording is processed for the first time. What stands beside it
 * was made by `optimise` in an earlier run, by a plan that may be another by now, and is about to be replaced: chosen, a
 * second run would give other extras than the first. It is `standard` beside `original`, `high` beside `standard`.
 */
function firstMade(files: readonly MediaFileRow[]): MediaFileRow | undefined {
  const videos = files.filter(({ kind }) => kind === 'video');
  return (
    videos.find(({ quality }) => quality === 'original') ??
    videos.find(({ quality }) => quality === 'standard') ??
    files.find(({ kind }) => kind === 'audio')
  );
}

/** Keeps each one that works; then throws what went wrong, first that which may pass. */
async function makeEach(
  deps: StageDeps,
  run: StageRun,
  wanted: readonly Extra[],
  source: Source,
): Promise<void> {
  const failures: unknown[] = [];
  for (const make of wanted) {
    try {
      await run.keep(await make(deps, run, source));
    } catch (error) {
      run.signal.throwIfAborted();
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw failures.find((failure) => !(failure instanceof PermanentError)) ?? failures[0];
}

const storyboard = filesOf(['storyboard', 'sprite'], async (deps, run, { path, probe }) => {
  const image = await deps.media.storyboard(path, probe, run);
  if (!image) return [];
  const { path: imagePath, contentType } = image;
  const sprite = await storeFile(deps, run, { kind: 'sprite', path: imagePath, contentType });
  const vttPath = join(run.scratchDir, 'storyboard.vtt');
  await writeFile(vttPath, storyboardVtt(image.storyboard, sprite.fileName, probe.durationSeconds ?? 0));
  const vtt = await storeFile(deps, run, {
    kind: 'storyboard',
    path: vttPath,
    contentType: 'text/vtt; charset=utf-8',
  });
  return [sprite, vtt];
});

/** Enough for the widest screen. */
const peakCount = 2_000;

const waveform = filesOf(['waveform'], async (deps, run, { path, probe }) => {
  const peaks = await deps.media.peaks(path, probe, peakCount, run);
  if (!peaks) return [];
  const jsonPath = join(run.scratchDir, 'waveform.json');
  await writeFile(jsonPath, waveformJson(peaks, probe.durationSeconds ?? 0));
  const file = { kind: 'waveform', path: jsonPath, contentType: 'application/json' } as const;
  return [await storeFile(deps, run, file)];
});

/** To listen to on the way; a recording without a picture has it already. */
const sound = filesOf(['audio'], async (deps, run, { path, probe }) => {
  const soundAlone = { ...probe, video: null };
  const plan = planRenditions(soundAlone);
  if (plan.kind === 'refuse') return [];
  const source = { path, probe: soundAlone };
  const { rendition, step } = await renderOrEncode(deps, run, source, { plan, step: plan.first });
  return [await storeRendition(deps, run, rendition, step)];
});

/** Where slides change, for chapters to begin there. Every picture is decoded: minutes for a long recording. */
const slides: Extra = async (deps, run, { path, probe }) => {
  const find = () => deps.media.slideChanges(path, probe, { ...run, isBackground: true });
  const slideChanges = [...((await run.heavy(find)) ?? [])];
  return {
    stored: [],
    save: async (tx) => {
      const session = await findAnySession(tx, run.session.id);
      const { chapters = [], chaptersBy, durationSeconds } = session ?? {};
      const snapped = snapChapters(chapters, slideChanges, durationSeconds ?? Number.POSITIVE_INFINITY);
      await updateSession(tx, run.session.id, {
        slideChanges,
        ...(chaptersBy === 'ai' ? { chapters: snapped } : {}),
      });
      const isNews = textOf(slideChanges) !== textOf(session?.slideChanges ?? []);
      if (deps.tagger.readsSlides && isNews && !areChosenChapters(chaptersBy))
        await tagAgain(tx, run.session.id);
    },
  };
};

/** As the database keeps them. */
const textOf = (seconds: readonly number[]): string => seconds.map(Math.fround).join();

/** Chapters are found again, with slides; a run that has begun without them loses its stage. */
async function tagAgain(tx: Transaction, sessionId: string): Promise<void> {
  const stages = (await listStages(tx, [sessionId])).get(sessionId) ?? [];
  const isTagged = stages.some(({ name, status }) => name === 'tag' && ['done', 'running'].includes(status));
  if (isTagged) await resetStages(tx, sessionId, ['tag']);
}
