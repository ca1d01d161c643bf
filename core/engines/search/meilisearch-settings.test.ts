import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SessionDocument } from '../../ports/search-index.ts';
import { documentsOf } from './meilisearch-documents.ts';
import { currentFormat, oldestReadable, wanted } from './meilisearch-settings.ts';

const digest = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);

const talk: SessionDocument = {
  ...{ id: 'talk', version: 7, title: 'Owls', description: 'About owls.', language: 'ja', trust: 1 },
  ...{ speakers: ['Ida Fern'], topics: ['Owls'], collections: [], heldAt: new Date(0) },
  audience: { visibility: 'team', ownerId: 'ann', team: 'data' },
};
const passage = {
  startSeconds: 1,
  endSeconds: 2,
  speaker: 'Ida',
  text: '夜の鳥',
  clock: [{ offset: 0, seconds: 1 }],
};

test('whoever changes settings or documents raises the format, so that all is written anew', () => {
  expect([currentFormat, digest([wanted, documentsOf(talk, [passage])])]).toMatchInlineSnapshot(`
    [
      3,
      "8faebf61b347",
    ]
  `);
  expect(oldestReadable).toBeLessThanOrEqual(currentFormat);
});
