import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PermanentError } from '../../core/model/errors.ts';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import { fixture, makePlayable, openRun, type Processed, withScratch } from './media-inspect.ts';

const notARecording = 'This is not a recording we can read.';
const damaged = 'This recording is damaged and cannot be read.';

/** `LOCAL` stands for the path of a recording beside it, `REMOTE` for a server on the loopback. */
const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nLOCAL\n#EXT-X-ENDLIST\n';
const remotePlaylist = playlist.replace('LOCAL', 'REMOTE/a.ts');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="REMOTE/a.png"/></svg>';
const dash = '<MPD><Period><BaseURL>REMOTE/</BaseURL><AdaptationSet mimeType="video/mp4"/></Period></MPD>';
const box = (type: string) => `\0\0\0\u0010${type}isom\0\0\0\0`;
const ebml = '\u001a\u0045\u00df\u00a3';

const texts: readonly [string, string, string][] = [
  ['nothing at all', '', 'This file is empty.'],
  ['text', 'These are the minutes of our meeting.\n'.repeat(100), notARecording],
  ['a playlist of a local file', playlist, notARecording],
  ['a playlist of a server', remotePlaylist, notARecording],
  ['a playlist after a byte order mark', `\u00ef\u00bb\u00bf${playlist}`, notARecording],
  ['a playlist after blanks', `   \n\n${playlist}`, notARecording],
  ['a list for concat', "ffconcat version 1.0\nfile 'LOCAL'\n", notARecording],
  ['a list for concat without a name', "file 'LOCAL'\n", notARecording],
  ['a DASH manifest', `<?xml version="1.0"?>${dash}`, notARecording],
  [
    'a session description',
    'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n',
    notARecording,
  ],
  ['a picture that loads another', svg, notARecording],
  ['captions', 'WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n', notARecording],
  ['a ZIP archive', 'PK\u0003\u0004\u0014\0\0\0\b\0', notARecording],
  ['a program', '\u007fELF\u0002\u0001\u0001\0', notARecording],
  ['a page', '<!doctype html><video src="REMOTE/a.mp4">', notARecording],
  ['an image sequence', 'LOCAL%03d.png', notARecording],
  ['a playlist behind an MP4 head', `${box('ftyp')}${playlist}`, ''],
  ['a playlist inside a free box', `${box('free')}${playlist}`, ''],
  ['a playlist behind an ID3 tag', `ID3\u0003\0\0\0\0\0\0${playlist}`, damaged],
  ['a playlist behind a Matroska head', `${ebml}${playlist}`, damaged],
  ['a playlist behind a WAVE head', `RIFF\0\0\0\0WAVE${playlist}`, damaged],
  ['a playlist behind an Ogg head', `OggS\0${playlist}`, damaged],
  ['a playlist behind an AVI head', `RIFF\0\0\0\0AVI ${playlist}`, ''],
  ['a playlist behind a FLAC head', `fLaC${playlist}`, damaged],
  ['a playlist behind an FLV head', `FLV\u0001${remotePlaylist}`, ''],
  ['zeros', '\0'.repeat(5000), notARecording],
];

const files = [
  ['no-index.mp4', 'The end of this recording is missing, and with it the index'],
  ['many-streams.mkv', 'This recording has more than 32 tracks.'],
  ['huge-picture.webm', 'There is neither picture nor sound in this file.'],
  ['one-hertz.wav', 'There is neither picture nor sound in this file.'],
] as const;

/** What every MediaTools refuses, and with which words. No file but the given one, and no server, is opened. */
export function hostileMediaContract(name: string, tools: MediaTools): void {
  let server: Server;
  const requests: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  const remote = (): string => {
    const address: AddressInfo | string | null = server.address();
    return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  };

  const process = (path: string, scratchDir: string): Promise<Processed> =>
    makePlayable(tools, path, openRun(scratchDir));

  const expectRefusal = async (path: string, scratchDir: string, sentence: string): Promise<void> => {
    const before = await readdir(scratchDir);
    const refusal = await process(path, scratchDir).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PermanentError);
    expect(refusal).toHaveProperty('message', expect.stringContaining(sentence));
    expect(await readdir(scratchDir)).toEqual(before);
    expect(requests).toEqual([]);
  };

  describe(`MediaTools: ${name}: hostile files`, () => {
    test.each(texts)('%s named .mp4 is refused and opens nothing', (_what, text, sentence) =>
      withScratch(async (scratchDir) => {
        const canary = join(scratchDir, 'canary.ts');
        await copyFile(fixture('huge-start.m2ts'), canary);
        const path = join(scratchDir, 'meeting.mp4');
        await writeFile(path, text.replaceAll('LOCAL', canary).replaceAll('REMOTE', remote()), 'latin1');
        await expectRefusal(path, scratchDir, sentence);
      }),
    );

    test.each(files)('%s is refused', (file, sentence) =>
      withScratch((scratchDir) => expectRefusal(fixture(file), scratchDir, sentence)),
    );

    test('a name that looks like an option, a pattern or a protocol is only a name', () =>
      withScratch(async (scratchDir) => {
        for (const name of [
          '-i',
          'a%03d.mp4',
          'http:evil.mp4',
          'concat:a|b.mp4',
          '$(id) `x`;.mp4',
          "it's, [odd].mp4",
        ]) {
          const path = join(scratchDir, name);
          await copyFile(fixture('fragmented.mp4'), path);
          expect(await process(path, scratchDir)).toMatchObject({ step: { kind: 'video' } });
        }
      }));
  });
}
