import { randomBytes } from 'node:crypto';
import type { MediaKind } from '../../core/model/media.ts';
import { type MadeContentType, madeFileName } from '../../core/model/media-names.ts';
import { qualityOf, type RenditionStep } from '../../core/model/media-plan.ts';
import type { Rendition } from '../../core/ports/media-tools.ts';
import { insertMediaFile, type NewMediaFile } from '../../drizzle/queries/media-files.ts';
import type { StageDeps, StagePart, StageRun } from '../stage.ts';

interface MadeFile extends Pick<NewMediaFile, 'quality' | 'width' | 'height' | 'durationSeconds'> {
  readonly kind: MediaKind;
  /** On this machine; the file is moved away. */
  readonly path: string;
  readonly contentType: MadeContentType;
}

/** Puts a finished file in the store under a name of its own; gives the row that is to point to it. */
export async function storeFile(
  { store }: Pick<StageDeps, 'store'>,
  { session, signal }: StageRun,
  { path, ...file }: MadeFile,
): Promise<NewMediaFile> {
  const fileName = madeFileName(file.kind, randomBytes(6).toString('hex'), file.contentType);
  const { sizeBytes } = await store.putFile(`${session.id}/${fileName}`, path, signal);
  return { ...file, sessionId: session.id, fileName, sizeBytes };
}

/** The same for a rendition. */
export function storeRendition(
  deps: Pick<StageDeps, 'store'>,
  run: StageRun,
  { path, contentType, width, height, durationSeconds }: Rendition,
  step: RenditionStep,
): Promise<NewMediaFile> {
  const quality = qualityOf(step);
  return storeFile(deps, run, {
    kind: step.kind,
    path,
    contentType,
    quality,
    width,
    height,
    durationSeconds,
  });
}

/** A part of a result: the rows, in the place of what `forget` takes out of theirs. */
export const partOf = (rows: readonly NewMediaFile[], forget: StagePart['save']): StagePart => ({
  stored: rows.map((row) => row.fileName),
  save: async (tx) => {
    await forget(tx);
    for (const row of rows) await insertMediaFile(tx, row);
  },
});
