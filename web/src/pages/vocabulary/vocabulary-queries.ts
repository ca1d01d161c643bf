import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type {
  Term,
  TermFields,
  TermList,
  TermPatch,
  VocabularyImported,
} from '../../../../core/api/vocabulary.ts';
import { call, pass, queryOf, toApiError } from '../../api.ts';

const termPath = (id: string): string => `/api/vocabulary/${encodeURIComponent(id)}`;

/** What is asked and said about the vocabulary; each call throws `ApiError`. */
export const vocabularyApi = {
  list: (page: { readonly q: string; readonly cursor: string | undefined }, signal?: AbortSignal) =>
    call<TermList>('GET', `/api/vocabulary${queryOf({ ...page, limit: 50 })}`, pass(signal)),
  add: (body: TermFields) => call<Term>('POST', '/api/vocabulary', { body }),
  edit: (id: string, body: TermPatch) => call<Term>('PATCH', termPath(id), { body }),
  remove: (id: string) => call<unknown>('DELETE', termPath(id)),
  import: importCsv,
};

const importTimeoutMs = 60_000;

/** A CSV file, all of it or nothing. */
async function importCsv(file: File): Promise<VocabularyImported> {
  const answer = await fetch('/api/vocabulary/import', {
    ...{ method: 'POST', body: file, headers: { 'content-type': 'text/csv' } },
    signal: AbortSignal.timeout(importTimeoutMs),
  });
  const text = await answer.text();
  if (!answer.ok) throw toApiError(answer.status, text);
  return JSON.parse(text);
}

/** All terms, or those with these letters; the earlier answer stays until the new one is there. */
export const vocabularyQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['vocabulary', q],
    queryFn: ({ signal, pageParam }) => vocabularyApi.list({ q, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
