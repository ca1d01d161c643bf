import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { ReceivedFile } from '../../core/actions/add-session.ts';
import { withoutBlanks } from '../../core/api/common.ts';
import { SessionFields } from '../../core/api/sessions.ts';
import { DomainError } from '../../core/model/errors.ts';
import { captionsFileName, originalFileName } from '../../core/model/media-names.ts';
import { orBrokenOff } from './broken-off.ts';
import { parseFields, tooLarge } from './refusals.ts';
import { admitForm } from './room.ts';
import { storeCaptions, storeRecording } from './store-files.ts';
import type { Uploads } from './tus/uploads.ts';

export interface SessionForm {
  readonly fields: SessionFields;
  readonly recording: ReceivedFile | null;
  readonly captions: ReceivedFile | null;
}

/**
 * Reads the multipart form of a new session: files go to the store as they arrive, under the new id.
 * Throws DomainError; what was stored by then is the caller's to remove.
 */
export async function readSessionForm(
  uploads: Uploads,
  request: FastifyRequest,
  { sessionId, ownerId }: { readonly sessionId: string; readonly ownerId: string },
): Promise<SessionForm> {
  if (!request.isMultipart())
    throw new DomainError('unsupported-media', 'Send the session as multipart/form-data with a `file`.');
  if (!/boundary=/i.test(request.headers['content-type'] ?? ''))
    throw new DomainError('invalid', 'The Content-Type of the form has no boundary.');
  const { maxUploadBytes, forms } = uploads;
  const declared = Number(request.headers['content-length'] ?? 0);
  // The form's own boundaries and texts need a little more than the file.
  if (declared > maxUploadBytes + 2 ** 20) throw tooLarge(maxUploadBytes, declared);
  const running = await admitForm(uploads, ownerId, declared);
  const onArrived = (bytes: number) => {
    running.missingBytes = Math.max(0, running.missingBytes - bytes);
  };
  try {
    return await orBrokenOff(readParts({ ...uploads, onArrived }, request, sessionId));
  } finally {
    forms.delete(running);
  }
}

interface FormDeps extends Pick<Uploads, 'store' | 'isRecording' | 'maxUploadBytes'> {
  /** Of the recording, as it comes. */
  readonly onArrived: (bytes: number) => void;
}

async function readParts(deps: FormDeps, request: FastifyRequest, sessionId: string): Promise<SessionForm> {
  const files: { recording: ReceivedFile | null; captions: ReceivedFile | null } = {
    recording: null,
    captions: null,
  };
  const texts = new Map<string, string[]>();
  // The parser would cut a file off at its limit and call it whole: one byte more, and the store refuses it.
  const limits = { fileSize: deps.maxUploadBytes + 1, files: 2, fields: 300 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field')
      texts.set(part.fieldname, [...(texts.get(part.fieldname) ?? []), String(part.value)]);
    else if (part.fieldname === 'file' && !files.recording)
      files.recording = await receive(deps, part, sessionId);
    else if (part.fieldname === 'captions' && !files.captions)
      files.captions = await receive(deps, part, sessionId);
    else throw new DomainError('invalid', `The form has a file “${part.fieldname}” that is not expected.`);
  }
  return { fields: readFields(texts), ...files };
}

async function receive(deps: FormDeps, part: MultipartFile, sessionId: string): Promise<ReceivedFile> {
  const isCaptions = part.fieldname === 'captions';
  const key = `${sessionId}/${isCaptions ? captionsFileName : originalFileName}`;
  const { store, isRecording, maxUploadBytes: maxBytes, onArrived } = deps;
  const stored = isCaptions
    ? await storeCaptions(store, key, part.file)
    : await storeRecording(store, key, part.file, { isRecording, maxBytes, onArrived });
  // A part without a name is a file as well.
  return { fileName: part.filename ?? '', ...stored };
}

const repeatable = new Set(['speakers', 'topics']);

function readFields(texts: ReadonlyMap<string, readonly string[]>): SessionFields {
  const given: Record<string, unknown> = {};
  for (const [name, values] of texts) {
    const filled = withoutBlanks(values.map((value) => value.trim()));
    if (filled.length > 0) given[name] = repeatable.has(name) ? filled : filled[0];
  }
  return parseFields(SessionFields, given);
}
