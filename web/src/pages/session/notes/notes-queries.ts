import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { NoteDiff, Notes, NoteVersionList } from '../../../../../core/api/notes.ts';
import { call, pass, queryOf, sessionPath } from '../../../api.ts';

const notesPath = (id: string): string => `${sessionPath(id)}/notes`;

/** What is asked and said about the notes of a session; each call throws `ApiError`. */
export const notesApi = {
  notes: (id: string, signal?: AbortSignal) => call<Notes>('GET', notesPath(id), pass(signal)),
  /** On that version of them; another one is refused with 412. */
  writeNotes: (id: string, text: string, version: number) =>
    call<Notes>('PUT', notesPath(id), { body: { text }, onVersion: version }),
  noteVersions: (id: string, cursor?: string, signal?: AbortSignal) =>
    call<NoteVersionList>('GET', `${notesPath(id)}/history${queryOf({ cursor })}`, pass(signal)),
  /** What a version changed. */
  noteDiff: (id: string, to: number, signal?: AbortSignal) =>
    call<NoteDiff>('GET', `${notesPath(id)}/history/${to}/diff`, pass(signal)),
  restoreNotes: (id: string, older: number, version: number) =>
    call<Notes>('POST', `${notesPath(id)}/history/${older}/restore`, { body: {}, onVersion: version }),
};

/** While somebody writes it is asked again and again: whoever else saves should not come as a surprise. */
export const notesQuery = (sessionId: string, { isWriting = false } = {}) =>
  queryOptions({
    queryKey: ['notes', sessionId, 'page'],
    queryFn: ({ signal }) => notesApi.notes(sessionId, signal),
    refetchInterval: isWriting ? 15_000 : false,
  });

export const noteVersionsQuery = (sessionId: string) =>
  infiniteQueryOptions({
    queryKey: ['notes', sessionId, 'history'],
    queryFn: ({ signal, pageParam }) => notesApi.noteVersions(sessionId, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Versions never change. */
export const noteDiffQuery = (sessionId: string, version: number) =>
  queryOptions({
    queryKey: ['notes', sessionId, 'diff', version],
    queryFn: ({ signal }) => notesApi.noteDiff(sessionId, version, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
