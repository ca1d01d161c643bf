import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  AdminTokenList,
  AuditList,
  JobList,
  JobsRetried,
  PartList,
  Storage,
} from '../../../../core/api/admin.ts';
import type {
  AdminPerson,
  AdminPersonList,
  NewPersonRequest,
  PasswordLink,
  PersonPatch,
} from '../../../../core/api/admin-people.ts';
import { call, pass, queryOf } from '../../api.ts';

/** Where the pages of a list begin and go on. */
const inPages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor ?? undefined,
};

const personPath = (id: string): string => `/api/admin/people/${encodeURIComponent(id)}`;

/** Whatever admins change; each throws `ApiError`. */
export const adminApi = {
  addPerson: (body: NewPersonRequest) => call<PasswordLink>('POST', '/api/admin/people', { body }),
  changePerson: ({ id, patch }: { readonly id: string; readonly patch: PersonPatch }) =>
    call<AdminPerson>('PATCH', personPath(id), { body: patch }),
  newLink: (id: string) => call<PasswordLink>('POST', `${personPath(id)}/password-link`),
  retry: ({ sessionId, stage }: { readonly sessionId: string; readonly stage: string }) =>
    call<unknown>('POST', `/api/admin/jobs/${sessionId}/${stage}/retry`),
  retryAll: () => call<JobsRetried>('POST', '/api/admin/jobs/retry'),
  revokeToken: (id: string) => call<unknown>('DELETE', `/api/admin/tokens/${id}`),
};

export interface PeopleSearch {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
}

export const peopleQuery = (search: PeopleSearch) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'people', search],
    queryFn: ({ signal, pageParam: cursor }) =>
      call<AdminPersonList>(
        'GET',
        `/api/admin/people${queryOf({ ...search, limit: 50, cursor })}`,
        pass(signal),
      ),
    ...inPages,
    placeholderData: keepPreviousData,
  });

/** Asked again and again: what is processed changes by itself. */
export const jobsQuery = (state: string) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'jobs', state],
    queryFn: ({ signal, pageParam: cursor }) =>
      call<JobList>('GET', `/api/admin/jobs${queryOf({ state, limit: 50, cursor })}`, pass(signal)),
    ...inPages,
    refetchInterval: 3_000,
  });

export const partsQuery = queryOptions({
  queryKey: ['admin', 'parts'],
  queryFn: ({ signal }) => call<PartList>('GET', '/api/admin/engines', pass(signal)),
  staleTime: 60_000,
});

export const storageQuery = queryOptions({
  queryKey: ['admin', 'storage'],
  queryFn: ({ signal }) => call<Storage>('GET', '/api/admin/storage', pass(signal)),
});

export const adminTokensQuery = infiniteQueryOptions({
  queryKey: ['admin', 'tokens'],
  queryFn: ({ signal, pageParam: cursor }) =>
    call<AdminTokenList>('GET', `/api/admin/tokens${queryOf({ limit: 50, cursor })}`, pass(signal)),
  ...inPages,
});

export interface AuditSearch {
  readonly action?: string | undefined;
  readonly person?: string | undefined;
}

export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'audit', search],
    queryFn: ({ signal, pageParam: cursor }) =>
      call<AuditList>('GET', `/api/admin/audit${queryOf({ ...search, limit: 50, cursor })}`, pass(signal)),
    ...inPages,
    placeholderData: keepPreviousData,
  });
