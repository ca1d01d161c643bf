import { expect, test } from 'vitest';
import { canEdit, canOpen, hasRole, type Reader } from './access.ts';

const reader = (overrides: Partial<Reader> = {}): Reader => ({
  id: 'ben',
  role: 'member',
  team: 'sales',
  ...overrides,
});
const audience = (visibility: 'organisation' | 'team' | 'private', team: string | null = 'platform') => ({
  visibility,
  ownerId: 'ana',
  team,
});

test.each([
  ['everyone’s', reader(), audience('organisation'), true],
  ['another team’s', reader(), audience('team'), false],
  ['their team’s', reader({ team: 'platform' }), audience('team'), true],
  ['a team’s, being in none', reader({ team: null }), audience('team', null), false],
  ['somebody’s private', reader({ role: 'admin' }), audience('private'), false],
  ['their own private', reader({ id: 'ana' }), audience('private'), true],
])('a reader and %s session', (_what, who, what, expected) => {
  expect(canOpen(who, what)).toBe(expected);
});

test('an owner edits what is theirs, a curator what they may open, a champion nothing of others', () => {
  expect(canEdit(reader({ id: 'ana' }), audience('private'))).toBe(true);
  expect(canEdit(reader({ role: 'curator' }), audience('organisation'))).toBe(true);
  expect(canEdit(reader({ role: 'admin' }), audience('private'))).toBe(false);
  expect(canEdit(reader({ role: 'champion' }), audience('organisation'))).toBe(false);
});

test('a role includes the ones before it', () => {
  expect(hasRole('curator', 'champion')).toBe(true);
  expect(hasRole('champion', 'curator')).toBe(false);
});
