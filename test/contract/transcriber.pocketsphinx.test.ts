import { spawn } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianModelDir, pocketsphinxTranscriber } from '../../core/engines/transcriber/pocketsphinx.ts';
import type { Segment } from '../../core/model/transcript.ts';
import type { TranscribeRequest } from '../../core/ports/transcriber.ts';
import {
  fixtures,
  pcmOf,
  shortcutWords,
  withScratchDir,
  wordErrorRate,
  writeWav,
} from '../support/speech.ts';
import { transcribe } from '../support/transcribe.ts';
import { waitUntil } from '../support/wait-until.ts';
import { isAlive, readWhenThere } from '../support/watched-process.ts';
import { transcriberContract } from './transcriber.ts';

const installed = pocketsphinxTranscriber({ modelDir: debianModelDir, processes: 2 });

transcriberContract('pocketsphinx', async () => ({ transcriber: installed, close: async () => {} }), {
  hears: true,
});

const speech = (wavPath: string, durationSeconds: number): TranscribeRequest => ({
  wavPath,
  durationSeconds,
  language: 'en',
  hints: [],
  phrases: [],
});

async function segmentsOf(request: TranscribeRequest): Promise<readonly Segment[]> {
  const result = await transcribe(installed, request);
  if (result.kind !== 'transcript') throw new Error(result.reason);
  return result.transcript.segments;
}

describe('the real recogniser', () => {
  test('hears most of a human voice on an old recording, and says that it is rough', {
    timeout: 180_000,
  }, async () => {
    const result = await transcribe(installed, speech(fixtures.jfk.path, fixtures.jfk.durationSeconds));
    if (result.kind !== 'transcript') throw new Error(result.reason);
    const heard = result.transcript.segments.map((segment) => segment.text).join(' ');
    // 0.23 was measured; a rate over 0.35 means that pieces are cut in words or decoded live (0.55).
    expect(wordErrorRate(fixtures.jfk.text, heard)).toBeLessThanOrEqual(0.35);
    expect(result.transcript.grade).toBe('rough');
    for (const word of result.transcript.segments.flatMap((segment) => segment.words ?? [])) {
      expect(word.confidence).toBeGreaterThanOrEqual(0);
      expect(word.confidence).toBeLessThanOrEqual(1);
    }
  });

  const expectWordsAt = async (segments: readonly Segment[], start: number): Promise<void> => {
    for (const segment of segments) expect(segment.text).toMatch(/^[A-Z][a-z' ]*$/);
    const words = segments.flatMap((segment) => segment.words ?? []);
    const errors = (await shortcutWords())
      .filter((word) => word.text.length >= 5)
      .flatMap((said) =>
        words
          .filter((word) => word.text === said.text.toLowerCase())
          .map((word) => Math.abs(word.startSeconds - start - said.startSeconds))
          .filter((error) => error < 1),
      );
    expect(errors.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.1);
  };

  test('words start where they were spoken after minutes of silence, and carry no marks', async () => {
    const pcm = await pcmOf(fixtures.shortcuts.path);
    await withScratchDir(async (dir) => {
      const path = join(dir, 'late.wav');
      await writeWav(path, 320, [{ startSeconds: 305.77, pcm }]);
      await expectWordsAt(await segmentsOf(speech(path, 320)), 305.77);
    });
  }, 180_000);

  test('hears words and topics beside them at their second, and not those that nobody speaks of', async () => {
    const { path, durationSeconds } = fixtures.shortcuts;
    const truth = await shortcutWords();
    const spoken = truth.find((word) => word.text === 'keyboard');
    const phrases = ['Keyboard Shortcuts', 'Kubernetes', 'pivot tables', 'incident review'];
    const result = await transcribe(installed, { ...speech(path, durationSeconds), phrases });
    if (result.kind !== 'transcript') throw new Error(result.reason);
    await expectWordsAt(result.transcript.segments, 0);
    expect(result.transcript.spotted).toMatchObject([
      { startSeconds: expect.closeTo(spoken?.startSeconds ?? 0, 0), phrase: 'Keyboard Shortcuts' },
    ]);
  }, 180_000);

  test('another language than English gets nothing and a sentence', async () => {
    const result = await transcribe(installed, { ...speech(fixtures.jfk.path, 11), language: 'de-CH' });
    expect(result).toEqual({ kind: 'nothing', reason: expect.stringContaining('understands English only') });
  });
});

describe('a recogniser that is not there', () => {
  test('a missing program is told with the command that installs it', async () => {
    const transcriber = pocketsphinxTranscriber({
      modelDir: debianModelDir,
      processes: 1,
      searchPath: import.meta.dirname,
    });
    await expect(transcriber.check()).rejects.toThrow(/apt-get install pocketsphinx pocketsphinx-en-us/);
  });

  test('a missing model is told with the command that installs it', async () => {
    const transcriber = pocketsphinxTranscriber({ modelDir: import.meta.dirname, processes: 1 });
    await expect(transcriber.check()).rejects.toThrow(/apt-get install pocketsphinx pocketsphinx-en-us/);
  });
});

/** Stands in for the recogniser: notes its process id, then does what the test asks. */
async function withProgram<T>(script: string, use: (dir: string, pidPath: string) => Promise<T>): Promise<T> {
  return withScratchDir(async (dir) => {
    const pidPath = join(dir, 'pid');
    const path = join(dir, 'pocketsphinx_batch');
    await writeFile(
      path,
      `#!/bin/sh\necho $$ > "${pidPath}.new"; mv "${pidPath}.new" "${pidPath}"\n${script}\n`,
    );
    await chmod(path, 0o755);
    return use(dir, pidPath);
  });
}

describe('a recogniser that misbehaves', () => {
  test('calling the work off kills the process before the promise settles', async () => {
    await withProgram('exec sleep 600', async (dir, pidPath) => {
      const transcriber = pocketsphinxTranscriber({
        modelDir: debianModelDir,
        processes: 1,
        searchPath: `${dir}:/usr/bin`,
      });
      const caller = new AbortController();
      const request = speech(fixtures.jfk.path, 11);
      const work = transcribe(transcriber, request, { signal: caller.signal });
      const pid = await readWhenThere(pidPath);
      caller.abort();
      await expect(work).rejects.toMatchObject({ name: 'AbortError' });
      expect(await isAlive(pid)).toBe(false);
    });
  });

  test('a recogniser dies with a process that is killed', async () => {
    await withProgram('exec sleep 600', async (dir, pidPath) => {
      const engine = join(import.meta.dirname, '../../core/engines/transcriber/pocketsphinx.ts');
      const request = { ...speech(fixtures.jfk.path, 11), scratchDir: dir };
      const script = `
        import { pocketsphinxTranscriber, debianModelDir } from ${JSON.stringify(engine)};
        const settings = { modelDir: debianModelDir, processes: 1, searchPath: ${JSON.stringify(`${dir}:/usr/bin`)} };
        const context = { signal: new AbortController().signal, scratchDir: ${JSON.stringify(dir)}, onProgress() {}, onAnswer() {} };
        await pocketsphinxTranscriber(settings).recognise(${JSON.stringify(request)}, [{ start: 0, end: 160_000 }], context);`;
      const scriptPath = join(dir, 'parent.mts');
      await writeFile(scriptPath, script);
      const parent = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), scriptPath], {
        stdio: 'ignore',
      });
      const pid = await readWhenThere(pidPath);
      parent.kill('SIGKILL');
      await waitUntil(async () => !(await isAlive(pid)));
    });
  });

  test('a part that the recogniser passes over is not taken for silence', async () => {
    await withProgram(
      'echo "INFO: batch.c(760): p0: 2.00 seconds speech, 0.1 seconds CPU" >&2',
      async (dir) => {
        const transcriber = pocketsphinxTranscriber({
          modelDir: debianModelDir,
          processes: 1,
          searchPath: `${dir}:/usr/bin`,
        });
        const { path, durationSeconds } = fixtures.shortcuts;
        await expect(transcribe(transcriber, speech(path, durationSeconds))).rejects.toMatchObject({
          name: 'TransientError',
        });
      },
    );
  });

  test('a process that fails is a TransientError', async () => {
    await withProgram('echo out of memory >&2; exit 3', async (dir) => {
      const transcriber = pocketsphinxTranscriber({
        modelDir: debianModelDir,
        processes: 2,
        searchPath: `${dir}:/usr/bin`,
      });
      await expect(transcribe(transcriber, speech(fixtures.jfk.path, 11))).rejects.toMatchObject({
        name: 'TransientError',
        cause: { stderr: expect.stringContaining('out of memory') },
      });
    });
  });
});
