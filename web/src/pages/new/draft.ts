import type { Visibility } from '../../../../core/model/access.ts';
import { dayInFileName, titleFromFileName } from '../../../../core/model/media-names.ts';
import { pairCaptions } from '../../../../core/model/pair-captions.ts';
import type { ApiError } from '../../api.ts';

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

/** How far a recording has come. */
export interface Sent {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export type DraftState =
  | { readonly kind: 'chosen' | 'waiting' }
  | (Sent & {
      readonly kind: 'sending';
      readonly bytesPerSecond: number;
      /** What is tried again until it works. */
      readonly isReconnecting: boolean;
    })
  | (Sent & { readonly kind: 'paused' })
  /** The recording has arrived; its captions and what was typed meanwhile follow. */
  | { readonly kind: 'finishing' }
  | { readonly kind: 'refused'; readonly error: ApiError }
  /** `problems`: what did not come along, although the session is there. */
  | { readonly kind: 'added'; readonly sessionId: string; readonly problems: readonly ApiError[] };

/** A session that is being added. */
export interface Draft {
  readonly id: string;
  readonly recording: File | null;
  readonly captions: File | null;
  readonly fields: DraftFields;
  /** The fields as the server has them, `null` before it has any; what differs is sent once the session exists. */
  readonly known: DraftFields | null;
  /** Address of the recording's unfinished upload. */
  readonly uploadUrl: string | null;
  readonly state: DraftState;
}

/** Whether sending the same again may work: not when the server wants no such file, or has it. */
export const isWorthAnotherTry = ({ status, url }: ApiError): boolean =>
  url === null && ![403, 413, 415].includes(status);

/** One draft for each recording with its captions, and for captions alone. */
export function draftsOf(files: readonly File[], newId: () => string): Draft[] {
  return pairCaptions(files).map(({ recording, captions }) => {
    const name = (recording ?? captions)?.name ?? '';
    const fields: DraftFields = {
      title: titleFromFileName(name),
      speakers: '',
      topics: '',
      description: '',
      visibility: 'organisation',
      language: '',
      recordedOn: dayInFileName(name) ?? '',
    };
    const state = { kind: 'chosen' } as const;
    return { id: newId(), recording, captions, fields, known: null, uploadUrl: null, state };
  });
}
