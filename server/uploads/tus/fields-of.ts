import type { SessionFields } from '../../../core/api/sessions.ts';
import { UploadAbout, UploadMetadata } from '../../../core/api/uploads.ts';
import type { Chapter } from '../../../core/model/session.ts';
import type { UploadRow } from '../../../drizzle/queries/uploads.ts';

/** What the session of an upload is said to be: what was said last. */
export function fieldsOf({ metadata, about }: Pick<UploadRow, 'metadata' | 'about'>): {
  readonly fields: SessionFields;
  readonly chapters: readonly Chapter[];
} {
  if (about === null) return { fields: UploadMetadata.parse(metadata), chapters: [] };
  const { chapters, ...fields } = UploadAbout.parse(about);
  return { fields, chapters };
}
