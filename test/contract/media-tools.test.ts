import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { commandsWith } from '../support/processes.ts';
import { waitUntil } from '../support/wait-until.ts';
import { mediaFileChaptersContract } from './media-file-chapters.ts';
import { withScratch, writeLongRecording } from './media-inspect.ts';
import { mediaToolsContract } from './media-tools.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const log = { debug: () => {}, warn: () => {} };
const tools = ffmpegTools({ threads: 2, limits, log });

mediaToolsContract('ffmpeg', tools);
mediaFileChaptersContract('ffmpeg', tools);

test('a process that is killed takes its conversion with it', () =>
  withScratch(async (scratchDir) => {
    const path = join(scratchDir, 'long.avi');
    await writeLongRecording(path);
    const script = fileURLToPath(new URL('media-parent.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', 'tsx', script, path, scratchDir], { stdio: 'pipe' });
    await once(parent.stdout, 'data');
    const running = () => commandsWith(scratchDir).filter((command) => command.startsWith('ffmpeg'));
    expect(running()).toHaveLength(1);
    parent.kill('SIGKILL');
    await waitUntil(() => running().length === 0);
  }));

test('what is missing is named with the command that brings it', async () => {
  const tools = ffmpegTools({ threads: 1, limits, log, searchPath: '/nowhere' });
  const { failures, warnings } = await tools.diagnose();
  expect(failures).toEqual([
    'ffmpeg is missing. Run: apt-get install ffmpeg',
    'ffprobe is missing. Run: apt-get install ffmpeg',
  ]);
  expect(warnings.join()).toMatch(/setpriv is missing.*prlimit is missing.*nice is missing/);
});
