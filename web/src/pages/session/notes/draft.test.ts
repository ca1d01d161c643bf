import { expect, test } from 'vitest';
import { draftOf, hasTyped, parseDraft } from './draft.ts';

test('a draft is read as it was kept, and anything else is none', () => {
  const draft = { version: 3, base: 'a', text: 'b' };
  expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
  for (const kept of [
    null,
    '',
    '{',
    'null',
    '[]',
    '"a"',
    '{"version":"3","base":"a","text":"b"}',
    '{"version":3}',
  ])
    expect(parseDraft(kept)).toBeNull();
});

test('blanks at the end are nothing that somebody has typed', () => {
  const draft = draftOf({ version: 1, text: 'a' });
  expect(hasTyped(draft)).toBe(false);
  expect(hasTyped({ ...draft, text: 'a\n' })).toBe(false);
  expect(hasTyped({ ...draft, text: 'ab' })).toBe(true);
});
