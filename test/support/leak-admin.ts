import type { Row } from './leak-probes.ts';

const people = 'It is about a person or a token: no session is read.';
const lists =
  (url: string, ...queries: readonly Readonly<Record<string, string>>[]): Row =>
  () =>
    [{}, ...queries].map((query) => ({ url, query: { limit: '100', ...query } }));

/** What is for admins: others are refused it, and they are told of what they may open. */
export const adminRows: Readonly<Record<string, Row>> = {
  'GET /api/admin/people': ({ word }) => [{ url: '/api/admin/people', query: { q: word } }],
  'POST /api/admin/people': people,
  'PATCH /api/admin/people/:id': people,
  'POST /api/admin/people/:id/password-link': people,
  'GET /api/admin/jobs': lists('/api/admin/jobs', { state: 'waiting' }, { state: 'running' }),
  'POST /api/admin/jobs/retry': 'It says how many sessions had failed, to admins alone.',
  'POST /api/admin/jobs/:id/:stage/retry': ({ id }) => [
    { method: 'POST', url: `/api/admin/jobs/${id}/tag/retry` },
  ],
  'GET /api/admin/engines': 'It says how the installation is, without a word of a session.',
  'GET /api/admin/storage': 'It says how much room everything takes together, to admins alone.',
  'GET /api/admin/tokens': lists('/api/admin/tokens'),
  'DELETE /api/admin/tokens/:id': people,
  'GET /api/admin/audit': lists(
    '/api/admin/audit',
    { action: 'session-shown-to' },
    { action: 'session-binned' },
  ),
};
