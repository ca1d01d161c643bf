/** How soon an hour that was uploaded with its captions can be found and played, against converting it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BenchRun, bench } from './support/bench.ts';
import { type Client, signIn } from './support/client.ts';
import { plainFfmpeg, slides } from './support/ffmpeg.ts';
import { printFigure } from './support/print.ts';
import { startProduct } from './support/product.ts';
import { waitUntil } from './support/wait-until.ts';

const minutes = 60;
/** Of the recording; what is converted for comparison. */
const partMinutes = 2;
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];

/** H.264 and AAC as a meeting tool makes them: a minute of it, so many times. */
async function makeRecording(run: BenchRun, count: number): Promise<string> {
  const minute = join(run.dir, 'minute.mp4');
  const path = join(run.dir, `${count}-minutes.mp4`);
  await plainFfmpeg([...slides, '-t', '60', ...x264, '-g', '100', '-c:a', 'aac', minute], run.signal);
  await plainFfmpeg(['-stream_loop', String(count - 1), '-i', minute, '-c', 'copy', path], run.signal);
  return path;
}

const clock = (seconds: number) =>
  `${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${new Date(seconds * 1000).toISOString().slice(14, 23)}`;

/** A caption every five seconds, as people talk; one word of the last is nowhere else. */
async function makeCaptions({ dir }: BenchRun, word: string): Promise<string> {
  const count = minutes * 12;
  const cues = Array.from({ length: count }, (_none, cue) => {
    const text = `This is remark ${cue} on pivot tables, slicers and reports${cue === count - 1 ? `: ${word}` : ''}.`;
    return `${clock(cue * 5)} --> ${clock(cue * 5 + 4.5)}\n${text}\n`;
  });
  const path = join(dir, 'captions.vtt');
  await writeFile(path, ['WEBVTT\n', ...cues].join('\n'));
  return path;
}

/** Seconds from the answer to the upload, which comes when the last byte is safe, until it holds. */
async function measureArrival(client: Client, run: BenchRun): Promise<void> {
  const word = 'xylograph';
  const files = { captions: await makeCaptions(run, word), file: await makeRecording(run, minutes) };
  const { id } = await client.upload(files);
  const start = performance.now();
  const until = async (holds: () => Promise<boolean>) => {
    await waitUntil(holds, run.signal);
    return (performance.now() - start) / 1000;
  };
  const session = () => client.session(id);
  const [playable, findable, ready] = await Promise.all([
    until(async () => (await session()).media.renditions.length > 0),
    until(async () => (await client.search(word)).total > 0),
    until(async () => (await session()).status !== 'processing'),
  ]);
  const what = `${minutes} min of H.264, AAC with captions`;
  printFigure(`${what}, from the last byte to playable`, playable, 's', { atMost: 10 });
  printFigure(`${what}, from the last byte to findable`, findable, 's', { atMost: 3 });
  printFigure(`${what}, from the last byte to all of it`, ready, 's');
  const seconds = await convertPart(run);
  printFigure('converting it instead, by plain ffmpeg', seconds, `s (${minutes / partMinutes} x a part)`);
  printFigure('playable', seconds / playable, 'x sooner');
}

async function convertPart(run: BenchRun): Promise<number> {
  const path = await makeRecording(run, partMinutes);
  const start = performance.now();
  await plainFfmpeg(['-i', path, ...x264, '-c:a', 'aac', join(run.dir, 'converted.mp4')], run.signal);
  return ((performance.now() - start) / 1000) * (minutes / partMinutes);
}

await bench({ limitMinutes: 15 }, async (run) => {
  const product = await startProduct(join(run.dir, 'data'), run.signal);
  try {
    await measureArrival(await signIn(product.url, run.signal), run);
  } finally {
    await product.stop();
  }
});
