import { expect, test } from 'vitest';
import type { AuditItem } from '../../../../core/api/admin.ts';
import { auditActions } from '../../../../core/model/audit.ts';
import { actionWords, deedOf, doerOf, unnamed } from './audit-words.ts';

const item = (given: Partial<AuditItem>): AuditItem => ({
  id: 'one',
  at: '2026-11-21T12:00:00.000Z',
  action: 'person-added',
  actor: null,
  subject: null,
  before: null,
  after: null,
  times: 1,
  ...given,
});
const sentence = (given: Partial<AuditItem>): string => {
  const { before, after } = deedOf(item(given));
  return [before, given.subject?.name ?? unnamed(item(given)), after].filter(Boolean).join(' ');
};
const mel = { kind: 'person', id: 'm', name: 'Mel', slug: null } as const;
const session = { kind: 'session', id: null, name: null, slug: null } as const;

test.each<[string, Partial<AuditItem>]>([
  ['added Mel as champion', { action: 'person-added', subject: mel, after: 'champion' }],
  [
    'changed the role of Mel from member to admin',
    { action: 'person-role-changed', subject: mel, before: 'member', after: 'admin' },
  ],
  [
    'changed the team of Mel from Sales to none',
    { action: 'person-team-changed', subject: mel, before: 'Sales' },
  ],
  ['changed the team of Mel to Sales', { action: 'person-team-changed', subject: mel, after: 'Sales' }],
  ['renamed Mo, now Mel', { action: 'person-renamed', subject: mel, before: 'Mo', after: 'Mel' }],
  [
    'failed to sign in as an address that nobody has 2 times within the hour',
    { action: 'sign-in-failed', times: 2 },
  ],
  [
    'retried “Check the recording”, “Find its topics” of a session',
    { action: 'stage-retried', subject: session, after: 'probe, tag' },
  ],
  ['moved a session to the bin', { action: 'session-binned', subject: session }],
  [
    'changed who can see a session from everybody to its owner alone',
    { action: 'session-shown-to', subject: session, before: 'organisation', after: 'private' },
  ],
])('%s', (words, given) => {
  expect(sentence(given)).toBe(words);
});

test('every action has its words', () => {
  expect(Object.keys(actionWords).toSorted()).toEqual([...auditActions].toSorted());
  for (const action of auditActions) expect(deedOf(item({ action })).before).not.toBe('');
});

test('nobody is blamed for what the command line did, or for a guess', () => {
  expect(doerOf(item({}))).toBe('Brownbag or its command line');
  expect(doerOf(item({ action: 'sign-in-failed' }))).toBe('Somebody');
});
