import { expect, test } from 'vitest';
import { draftsOf } from './draft.ts';

const file = (name: string) => new File(['x'], name);

test('files become drafts with a title and, where the name says it, a day', () => {
  const drafts = draftsOf(
    [file('2026-03-12 Zero-downtime.mp4'), file('2026-03-12 Zero-downtime.vtt')],
    () => 'd1',
  );
  expect(drafts).toHaveLength(1);
  expect(drafts[0]).toMatchObject({
    id: 'd1',
    fields: { title: 'Zero downtime', recordedOn: '2026-03-12' },
    state: { kind: 'chosen' },
  });
  expect(draftsOf([file('20261399 x.mp4')], () => 'd')[0]?.fields.recordedOn).toBe('');
  expect(draftsOf([file('123456789.mp4')], () => 'd')[0]?.fields.recordedOn).toBe('');
});
