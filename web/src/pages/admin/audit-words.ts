import type { AuditItem } from '../../../../core/api/admin.ts';
import type { AuditAction } from '../../../../core/model/audit.ts';
import { stageNames } from '../../../../core/model/session.ts';
import { stageWords } from '../../components/stages.tsx';
import { count } from '../../text/list.ts';

/** For the choice of what is shown. */
export const actionWords: Readonly<Record<AuditAction, string>> = {
  'person-added': 'Person added',
  'person-renamed': 'Person renamed',
  'person-role-changed': 'Role changed',
  'person-team-changed': 'Team changed',
  'person-deactivated': 'Person deactivated',
  'person-reactivated': 'Person reactivated',
  'link-made': 'Password link made',
  'password-set': 'Password set',
  'sign-in-failed': 'Sign-in failed',
  'token-made': 'Token made',
  'token-revoked': 'Token revoked',
  'session-binned': 'Session moved to the bin',
  'session-restored': 'Session restored',
  'session-deleted': 'Session deleted for ever',
  'session-shown-to': 'Who can see a session changed',
  'transcript-replaced': 'Transcript replaced',
  'collection-deleted': 'Collection deleted',
  'stage-retried': 'Failed job retried',
};

const audiences: Readonly<Record<string, string>> = {
  organisation: 'everybody',
  team: 'the team',
  private: 'its owner alone',
};

/** The part of a sentence around the name of what it was done to. */
export interface Deed {
  readonly before: string;
  readonly after: string;
}

const from = (item: AuditItem): string => (item.before === null ? '' : ` from ${item.before}`);

const stagesIn = (names: string | null): string =>
  stageNames
    .filter((name) => names?.split(', ').includes(name))
    .map((name) => `“${stageWords[name]}”`)
    .join(', ');

/** What was done, to stand after who did it: `changed the role of` Mel `from member to champion`. */
export function deedOf(item: AuditItem): Deed {
  const deeds: Readonly<Record<AuditAction, Deed>> = {
    'person-added': { before: 'added', after: `as ${item.after}` },
    'person-renamed': { before: `renamed ${item.before}, now`, after: '' },
    'person-role-changed': { before: 'changed the role of', after: `${from(item)} to ${item.after}`.trim() },
    'person-team-changed': {
      before: 'changed the team of',
      after: `${from(item)} to ${item.after ?? 'none'}`.trim(),
    },
    'person-deactivated': { before: 'deactivated', after: '' },
    'person-reactivated': { before: 'reactivated', after: '' },
    'link-made': { before: 'made a password link for', after: '' },
    'password-set': { before: 'set the password of', after: '' },
    'sign-in-failed': {
      before: 'failed to sign in as',
      after: `${count(item.times, 'time')} within the hour`,
    },
    'token-made': { before: 'made the token', after: '' },
    'token-revoked': { before: 'revoked the token', after: '' },
    'session-binned': { before: 'moved', after: 'to the bin' },
    'session-restored': { before: 'restored', after: 'from the bin' },
    'session-deleted': { before: 'deleted', after: 'for ever' },
    'session-shown-to': {
      before: 'changed who can see',
      after: `from ${audiences[item.before ?? '']} to ${audiences[item.after ?? '']}`,
    },
    'transcript-replaced': { before: 'replaced the transcript of', after: '' },
    'collection-deleted': { before: 'deleted the collection', after: '' },
    'stage-retried': { before: `retried ${stagesIn(item.after)} of`, after: '' },
  };
  return deeds[item.action];
}

/** Who did it where no person is known to have. */
export function doerOf({ action }: AuditItem): string {
  return action === 'sign-in-failed' ? 'Somebody' : 'Brownbag or its command line';
}

/** What it was done to where its name is not known, or not for the reader. */
export function unnamed({ action, subject }: AuditItem): string {
  if (action === 'sign-in-failed') return 'an address that nobody has';
  return subject?.kind === 'session' ? 'a session' : `a ${subject?.kind ?? 'thing'}`;
}
