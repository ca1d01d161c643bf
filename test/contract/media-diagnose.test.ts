import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { withScratch } from './media-inspect.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };

const full = {
  version: 'ffmpeg version 7.1.3-1 Copyright (c) 2000-2025 the FFmpeg developers',
  encoders: [' V....D libx264              H.264', ' A....D aac                  AAC'],
  decoders: [' VFS..D h264                 H.264', ' A....D aac                  AAC'],
};

/** What `doctor` says of an ffmpeg that answers like this. */
async function complaintsAbout(answers: Partial<typeof full>): Promise<readonly string[]> {
  const { version, encoders, decoders } = { ...full, ...answers };
  const script = `#!/bin/sh
case "$2" in
-version) echo '${version}';;
-encoders) echo '${encoders.join('\n')}';;
-decoders) echo '${decoders.join('\n')}';;
esac
`;
  let complaints: readonly string[] = [];
  await withScratch(async (folder) => {
    const ffmpegPath = join(folder, 'ffmpeg');
    await writeFile(ffmpegPath, script, { mode: 0o755 });
    const tools = ffmpegTools({ ffmpegPath, threads: 1, limits, log: { debug: () => {}, warn: () => {} } });
    complaints = (await tools.diagnose()).failures;
  });
  return complaints;
}

test('an ffmpeg that reads and writes H.264 and AAC is enough, also one built from a checkout', async () => {
  expect(await complaintsAbout({})).toEqual([]);
  expect(await complaintsAbout({ version: 'ffmpeg version N-118000-g1a2b3c4 Copyright' })).toEqual([]);
});

test('an ffmpeg that is too old is named with its version', async () => {
  expect(await complaintsAbout({ version: 'ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright' })).toEqual([
    'This ffmpeg is version 4.4, and 5.1 is the oldest that works: recordings cannot be converted.',
  ]);
});

test('each codec that nothing works without is named when it is missing, others with a similar name do not count', async () => {
  const encoders = [' V....D libx264rgb           H.264 RGB', ' A....D aac_mf               AAC'];
  expect(await complaintsAbout({ encoders, decoders: [] })).toEqual([
    expect.stringContaining('This ffmpeg cannot write H.264 (libx264 is missing): '),
    expect.stringContaining('This ffmpeg cannot write AAC: '),
    expect.stringContaining('This ffmpeg cannot read H.264: '),
    expect.stringContaining('This ffmpeg cannot read AAC: '),
  ]);
});
