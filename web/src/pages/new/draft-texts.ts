import type { SessionPatch } from '../../../../core/api/sessions.ts';
import { splitNames } from '../../text/list.ts';
import type { Draft, DraftFields } from './draft.ts';

const instantOf = (day: string): string => (day === '' ? '' : new Date(`${day}T12:00`).toISOString());

function textsOf(fields: DraftFields): Readonly<Record<string, string>> {
  const texts = {
    title: fields.title.trim(),
    description: fields.description.trim(),
    visibility: fields.visibility,
    language: fields.language,
    recordedAt: instantOf(fields.recordedOn),
  };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}

/** The multipart form of `POST /api/sessions` for captions alone. */
export function formOf({ fields, captions }: Draft): FormData {
  const form = new FormData();
  for (const [name, text] of Object.entries(textsOf(fields))) form.append(name, text);
  for (const speaker of splitNames(fields.speakers)) form.append('speakers', speaker);
  for (const topic of splitNames(fields.topics)) form.append('topics', topic);
  if (captions) form.append('captions', captions);
  return form;
}

/**
 * Metadata travels in a header, and Node.js refuses more than 16 KiB of headers; Base64 makes a third more of
 * it. A longer description follows when the session exists.
 */
const maxDescriptionInHeader = 2_000;

/** The fields that travel with the recording; of the others, what an empty form has. */
export function fieldsInHeader(fields: DraftFields): DraftFields {
  return fields.description.length > maxDescriptionInHeader ? { ...fields, description: '' } : fields;
}

/** Metadata of an upload by tus; names in lists are a JSON array. */
export function metadataOf(fields: DraftFields, file: File): Record<string, string> {
  const lists = { speakers: splitNames(fields.speakers), topics: splitNames(fields.topics) };
  const filled = Object.entries(lists).filter(([, names]) => names.length > 0);
  return {
    filename: file.name,
    ...(file.type === '' ? {} : { filetype: file.type }),
    ...textsOf(fields),
    ...Object.fromEntries(filled.map(([name, names]) => [name, JSON.stringify(names)])),
  };
}

/** What has to change in a session that was made from `before`; `null`: nothing. */
export function patchOf(before: DraftFields, after: DraftFields): SessionPatch | null {
  const isChanged = (name: keyof DraftFields) => before[name].trim() !== after[name].trim();
  const title = after.title.trim();
  const patch: SessionPatch = {
    ...(isChanged('title') && title !== '' && { title }),
    ...(isChanged('description') && { description: after.description.trim() }),
    ...(isChanged('speakers') && { speakers: splitNames(after.speakers) }),
    ...(isChanged('topics') && { topics: splitNames(after.topics) }),
    ...(isChanged('visibility') && { visibility: after.visibility }),
    ...(isChanged('language') && { language: after.language || null }),
    ...(isChanged('recordedOn') && { recordedAt: instantOf(after.recordedOn) || null }),
  };
  return Object.keys(patch).length > 0 ? patch : null;
}
