import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { openRun, withScratch } from './media-inspect.ts';

const exec = promisify(execFile);
const ffmpeg = (...words: readonly string[]) => exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...words]);

/** Chapters as people write them, of which the second has no name, on a clock that begins at `begin`. */
const metadataFrom = (begin: number): string =>
  [
    [0, 'Set up'],
    [2500, ''],
    [4000, 'Término; "x" = <y>'],
  ]
    .map(([start, title]) => ({ start: 1000 * begin + Number(start), title: escapeTitle(String(title)) }))
    .map(
      ({ start, title }) =>
        `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${start + 1000}\ntitle=${title}\n`,
    )
    .join('');
/** As ffmpeg's `ffmetadata` wants it. */
function escapeTitle(title: string): string {
  return title.replace(/[=;#\\\n]/g, '\\$&');
}

const withChapters = [
  ['chapters.mp4', 0],
  ['chapters.mkv', 0],
  ['chapters.mkv', 1000],
] as const;

/** What a file says of its own chapters. */
export function mediaFileChaptersContract(name: string, tools: MediaTools): void {
  describe(`MediaTools: ${name}: chapters of a file`, () => {
    test.each(withChapters)('%s that begins at %d s are on the time line of what is played', (file, begin) =>
      withScratch(async (scratchDir) => {
        const [path, texts] = [join(scratchDir, file), join(scratchDir, 'chapters.txt')];
        await writeFile(texts, `;FFMETADATA1\n${metadataFrom(begin)}`);
        const sound = ['-f', 'lavfi', '-i', 'sine=d=6', '-f', 'ffmetadata', '-i', texts];
        const clock = ['-copyts', '-output_ts_offset', String(begin), '-avoid_negative_ts', 'disabled'];
        await ffmpeg(
          ...sound,
          '-map',
          '0',
          '-map_chapters',
          '1',
          '-c:a',
          'aac',
          ...(begin > 0 ? clock : []),
          path,
        );
        const { chapters } = await tools.probe(path, openRun(scratchDir));
        expect(chapters).toEqual([
          { startSeconds: expect.closeTo(0, 1), title: 'Set up' },
          { startSeconds: expect.closeTo(2.5, 1), title: 'Chapter 2' },
          { startSeconds: expect.closeTo(4, 1), title: 'T\u00e9rmino; "x" = <y>' },
        ]);
      }),
    );

    test('are none where there are none', () =>
      withScratch(async (scratchDir) => {
        const probe = await tools.probe(mediaFixture('zoom-like.mp4'), openRun(scratchDir));
        expect(probe.chapters).toEqual([]);
      }));
  });
}
