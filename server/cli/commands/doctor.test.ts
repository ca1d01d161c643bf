import { expect, test } from 'vitest';
import type { MediaDiagnosis } from '../../../core/ports/media-tools.ts';
import type { CommandRun } from '../command.ts';
import { doctor } from './doctor.ts';

/** What doctor says of the media tools, and its status, when all else is well. */
async function sayOf(diagnosis: MediaDiagnosis) {
  const lines: string[] = [];
  const well = { name: 'any', check: async () => undefined };
  const parts = {
    db: { execute: async () => undefined },
    engines: { database: 'any', queue: 'any', index: 'any', store: 'any' },
    ...{ queue: well, store: well, searchIndex: well, transcriber: well, tagger: well, embedder: well },
    advice: {},
    media: { diagnose: async () => diagnosis },
  };
  const print = { item: (_fields: object, line: string) => void lines.push(line) };
  const run: unknown = { parts, print };
  // Nothing else is asked of them.
  const status = await doctor(run as CommandRun);
  return { status, lines: lines.filter((line) => line.includes('media')) };
}

test('doctor says that the media tools are well when they are', async () => {
  expect(await sayOf({ failures: [], warnings: [] })).toEqual({ status: 0, lines: ['✓ media'] });
});

test('doctor warns of each protection that is missing, which is no failure', async () => {
  const warnings = ['prlimit is missing.', 'nice is missing.'];
  expect(await sayOf({ failures: [], warnings })).toEqual({
    status: 0,
    lines: ['! media: prlimit is missing.', '! media: nice is missing.'],
  });
});

test('doctor fails when recordings cannot be converted', async () => {
  expect(await sayOf({ failures: ['ffmpeg is missing.'], warnings: ['nice is missing.'] })).toEqual({
    status: 1,
    lines: ['✗ media: ffmpeg is missing.', '! media: nice is missing.'],
  });
});
