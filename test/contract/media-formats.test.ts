import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { makePlayable, openRun, withScratch } from './media-inspect.ts';

const exec = promisify(execFile);
const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const tools = ffmpegTools({ threads: 2, limits, log: { debug: () => {}, warn: () => {} } });

/** Writes a second of picture, sound or both as ffmpeg's options say. */
async function encode(path: string, options: string, inputs: 'both' | 'sound' = 'both'): Promise<void> {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=720x480:r=30000/1001:d=1'];
  const sound = ['-f', 'lavfi', '-i', 'sine=440:r=48000:d=1'];
  const sources = [...(inputs === 'both' ? picture : []), ...sound];
  await exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...sources, ...options.split(' '), path]);
}

/** Processes a file and gives what was found in it and how long it plays. */
const play = (path: string, scratchDir: string) =>
  makePlayable(tools, path, openRun(scratchDir)).then(({ probe, rendition }) => ({
    container: probe.container,
    codecs: [probe.video?.codec, probe.audio?.codec].filter((codec) => codec !== undefined).join(' '),
    seconds: Math.round(rendition.durationSeconds),
  }));

// Too large to be kept as fixtures.
test.concurrent.each([
  ['a DV camera', 'tape.avi', '-c:v dvvideo -pix_fmt yuv411p -c:a pcm_s16le -ac 2', 'dvvideo pcm_s16le'],
  [
    'an editor',
    'cut.mov',
    '-c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p -c:a pcm_s32be',
    'dnxhd pcm_s32be',
  ],
  ['QuickTime', 'screen.mov', '-s 160x90 -c:v qtrle -c:a adpcm_ima_qt', 'qtrle adpcm_ima_qt'],
  ['VirtualDub', 'screen.avi', '-s 160x90 -c:v huffyuv -c:a pcm_u8', 'huffyuv pcm_u8'],
  ['a capture card', 'card.avi', '-s 160x90 -c:v utvideo -c:a pcm_s16le', 'utvideo pcm_s16le'],
  [
    'no encoder at all',
    'raw.avi',
    '-s 160x90 -c:v rawvideo -pix_fmt yuv420p -c:a pcm_s16le',
    'rawvideo pcm_s16le',
  ],
  ['old Windows', 'old.avi', '-s 160x90 -c:v msmpeg4v2 -c:a adpcm_ms', 'msmpeg4v2 adpcm_ms'],
  ['Adobe Connect', 'meeting.flv', '-s 160x90 -c:v flashsv2 -c:a libspeex -ar 16000 -ac 1', 'flashsv2 speex'],
  [
    'Flash Media Server',
    'old.flv',
    '-s 160x90 -c:v flashsv -c:a nellymoser -ar 22050 -ac 1',
    'flashsv nellymoser',
  ],
  ['a television', 'tv.ts', '-s 160x90 -c:v mpeg2video -c:a aac -mpegts_flags latm', 'mpeg2video aac_latm'],
])('a recording of %s plays', (_maker, name, options, codecs) =>
  withScratch(async (scratchDir) => {
    const path = join(scratchDir, name);
    await encode(path, options);
    expect(await play(path, scratchDir)).toMatchObject({ codecs, seconds: 1 });
  }),
);

test.concurrent.each([
  ['a camcorder', 'sound.m2ts', '-c:a pcm_bluray -f mpegts', 'pcm_bluray'],
  ['a studio', 'studio.aifc', '-c:a pcm_f32be -f aiff', 'pcm_f32be'],
])('sound of %s plays', (_maker, name, options, codecs) =>
  withScratch(async (scratchDir) => {
    const path = join(scratchDir, name);
    await encode(path, options, 'sound');
    expect(await play(path, scratchDir)).toMatchObject({ codecs, seconds: 1 });
  }),
);

/** An ID3 tag that is longer than what is sniffed, as one with a cover is. */
const tag = Buffer.concat([Buffer.from('ID3\u0003\0\0\0\0\u0040\0', 'latin1'), Buffer.alloc(0x40 * 128)]);

test.concurrent.each([
  ['flac', '-c:a flac'],
  ['aac', '-c:a aac -f adts'],
  ['mp3', '-c:a libmp3lame'],
])('%s behind a tag of MP3 plays', (container, options) =>
  withScratch(async (scratchDir) => {
    const path = join(scratchDir, 'sound');
    await encode(path, `${options}${options.includes('-f') ? '' : ` -f ${container}`}`, 'sound');
    await writeFile(path, Buffer.concat([tag, await readFile(path)]));
    expect(await play(path, scratchDir)).toMatchObject({ container, codecs: container, seconds: 1 });
  }),
);

test.concurrent('a WAVE of more than 4 GiB may say so by either name', () =>
  withScratch(async (scratchDir) => {
    const path = join(scratchDir, 'long.wav');
    await encode(path, '-c:a pcm_s16le -rf64 always', 'sound');
    const bytes = await readFile(path);
    bytes.write('BW64', 'latin1');
    await writeFile(path, bytes);
    expect(await play(path, scratchDir)).toMatchObject({ container: 'wav', seconds: 1 });
  }));

// ffmpeg has no encoder: frames of silence as the standard has them (3GPP TS 26.101, RFC 4867 5).
test.concurrent.each([
  ['amr_nb', '#!AMR\n', 0x3c, 32],
  ['amr_wb', '#!AMR-WB\n', 0x44, 61],
])('a voice memo of a phone in %s plays', (codecs, magic, header, frameBytes) =>
  withScratch(async (scratchDir) => {
    const frame = Buffer.alloc(frameBytes);
    frame.writeUInt8(header);
    const path = join(scratchDir, 'memo.amr');
    await writeFile(path, Buffer.concat([Buffer.from(magic), ...Array(50).fill(frame)]));
    expect(await play(path, scratchDir)).toEqual({ container: 'amr', codecs, seconds: 1 });
  }),
);
