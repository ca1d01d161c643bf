/** What is kept of who did what: what people may one day want to know of, and no more. */
export const auditActions = [
  'person-added',
  'person-renamed',
  'person-role-changed',
  'person-team-changed',
  'person-deactivated',
  'person-reactivated',
  'link-made',
  'password-set',
  'sign-in-failed',
  'token-made',
  'token-revoked',
  'session-binned',
  'session-restored',
  'session-deleted',
  'session-shown-to',
  'transcript-replaced',
  'collection-deleted',
  'stage-retried',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditSubjects = ['person', 'session', 'token', 'collection'] as const;
export type AuditSubject = (typeof auditSubjects)[number];

/** Long enough for a yearly review of the year before; then it goes. */
export const auditKeptDays = 2 * 365;
