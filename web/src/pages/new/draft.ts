import type { SessionCreated } from '../../../../core/api/sessions.ts';
import type { Visibility } from '../../../../core/model/access.ts';
import type { ApiError } from '../../api.ts';
import { splitNames } from '../../text/list.ts';
import { pairCaptions, titleOf } from '../../text/pair-captions.ts';

/** What the form asks, as typed. */
export interface DraftFields {
  readonly title: string;
  /** Names separated by commas. */
  readonly speakers: string;
  readonly topics: string;
  readonly description: string;
  readonly visibility: Visibility;
  /** BCP 47, empty: find out. */
  readonly language: string;
  /** `2026-03-12`, or empty. */
  readonly recordedOn: string;
}

export type DraftState =
  | { readonly kind: 'chosen' | 'waiting' }
  | {
      readonly kind: 'sending';
      readonly sentBytes: number;
      readonly totalBytes: number;
      readonly bytesPerSecond: number;
    }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'added'; readonly created: SessionCreated };

/** A session that is being added. */
export interface Draft {
  readonly id: string;
  readonly recording: File | null;
  readonly captions: File | null;
  readonly fields: DraftFields;
  readonly state: DraftState;
}

/** One draft for each recording with its captions, and for captions alone. */
export function draftsOf(files: readonly File[], newId: () => string): Draft[] {
  return pairCaptions(files).map(({ recording, captions }) => {
    const name = (recording ?? captions)?.name ?? '';
    const fields: DraftFields = {
      title: titleOf(name),
      speakers: '',
      topics: '',
      description: '',
      visibility: 'organisation',
      language: '',
      recordedOn: dayIn(name),
    };
    return { id: newId(), recording, captions, fields, state: { kind: 'chosen' } };
  });
}

/** The day that a file's name begins with, as meeting programs write it. */
function dayIn(name: string): string {
  const [, year, month, day] = /^(?:GMT|video)?(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(name) ?? [];
  const text = `${year}-${month}-${day}`;
  return year !== undefined && !Number.isNaN(Date.parse(text)) ? text : '';
}

/** The multipart form of `POST /api/sessions`: texts first, so that the server knows them before the files end. */
export function formOf({ fields, recording, captions }: Draft): FormData {
  const form = new FormData();
  const texts = {
    title: fields.title.trim(),
    description: fields.description.trim(),
    visibility: fields.visibility,
    language: fields.language,
    recordedAt: fields.recordedOn === '' ? '' : new Date(`${fields.recordedOn}T12:00`).toISOString(),
  };
  for (const [name, text] of Object.entries(texts)) if (text !== '') form.append(name, text);
  for (const speaker of splitNames(fields.speakers)) form.append('speakers', speaker);
  for (const topic of splitNames(fields.topics)) form.append('topics', topic);
  if (captions) form.append('captions', captions);
  if (recording) form.append('file', recording);
  return form;
}
