import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sherpaTranscriber } from '../../core/engines/transcriber/sherpa.ts';
import type { Segment } from '../../core/model/transcript.ts';
import type { TranscribeRequest } from '../../core/ports/transcriber.ts';
import { beep, fixtures, withScratchDir, writeWav } from '../support/speech.ts';
import { layFiles, layModel, parakeet, speakerFiles, vadFile } from '../support/speech-models.ts';
import { transcribe } from '../support/transcribe.ts';
import { waitUntil } from '../support/wait-until.ts';
import { isAlive, readWhenThere } from '../support/watched-process.ts';
import { transcriberContract } from './transcriber.ts';

const bindingPath = join(import.meta.dirname, '../support/fake-speech-binding.ts');
const nodeArguments = ['--import', import.meta.resolve('tsx')];

const open = (modelDir: string, model: string | null = null) =>
  sherpaTranscriber({ modelDir, model, threads: 1, bindingPath, nodeArguments });

type Lay = (modelDir: string) => Promise<unknown>;

const withModels = <T>(lay: Lay, use: (modelDir: string, dir: string) => Promise<T>): Promise<T> =>
  withScratchDir(async (dir) => {
    const modelDir = join(dir, 'models');
    await lay(modelDir);
    return use(modelDir, dir);
  });

const alone: Lay = (modelDir) => layModel(modelDir, parakeet);
const withAll: Lay = async (modelDir) => {
  await layModel(modelDir, parakeet);
  await layFiles(modelDir, [vadFile, ...speakerFiles]);
};

for (const [name, lay] of [
  ['a model alone', alone],
  ['with voice activity and speakers', withAll],
] as const)
  transcriberContract(
    `sherpa: ${name} (fake binding)`,
    async () => {
      const modelDir = await mkdtemp(join(tmpdir(), 'brownbag-models-'));
      await lay(modelDir);
      const close = () => rm(modelDir, { recursive: true });
      return { transcriber: await open(modelDir), close };
    },
    { hears: true },
  );

const request = (
  wavPath: string,
  durationSeconds: number,
  language: string | null = null,
): TranscribeRequest => ({
  ...{ wavPath, durationSeconds, language },
  hints: [],
  phrases: [],
});

async function hear(modelDir: string, heard: TranscribeRequest, model: string | null = null) {
  const result = await transcribe(await open(modelDir, model), heard);
  if (result.kind !== 'transcript') throw new Error(result.reason);
  return result.transcript;
}

/** A minute with a second of sound every five seconds; the voice changes in between. */
async function writeTalk(dir: string): Promise<TranscribeRequest> {
  const path = join(dir, 'two voices.wav');
  const sounds = Array.from({ length: 12 }, (_, at) => ({
    startSeconds: 1 + at * 5,
    pcm: beep(1, ([3, 4, 8, 9].includes(at) ? 1_600 : 400) + at * 7),
  }));
  await writeWav(path, 60, sounds);
  return request(path, 60);
}

const startsOf = (segments: readonly Segment[]): number[] =>
  segments.flatMap((segment) => segment.words ?? [segment]).map(({ startSeconds }) => startSeconds);

const spoken = Array.from({ length: 12 }, (_, at) => 1 + at * 5);

describe('what the models tell', () => {
  test.each([
    ['a transducer', 'transducer', parakeet],
    ['a transducer, with voice activity', 'transducer', parakeet],
    ['Whisper', 'whisper', 'sherpa-onnx-whisper-base'],
  ] as const)('%s gives times as exact as the samples', async (name, family, folder) => {
    const lay: Lay = async (modelDir) => {
      await layModel(modelDir, folder, family);
      if (name.includes('voice activity')) await layFiles(modelDir, [vadFile]);
    };
    await withModels(lay, async (modelDir, dir) => {
      const { segments } = await hear(modelDir, await writeTalk(dir));
      const starts = startsOf(segments);
      expect(starts).toHaveLength(12);
      for (const [at, start] of starts.entries()) expect(start).toBeCloseTo(spoken[at] ?? -1, 1);
    });
  });

  test('Moonshine tells no times: with voice activity each stretch of speech is a segment', async () => {
    const lay: Lay = async (modelDir) => {
      await layModel(modelDir, 'sherpa-onnx-moonshine-base-en-int8', 'moonshine');
      await layFiles(modelDir, [vadFile]);
    };
    await withModels(lay, async (modelDir, dir) => {
      const { segments, language } = await hear(modelDir, await writeTalk(dir));
      expect(segments).toHaveLength(12);
      for (const [at, { startSeconds, endSeconds }] of segments.entries()) {
        expect(Math.abs(startSeconds - (spoken[at] ?? -1))).toBeLessThanOrEqual(0.25);
        expect(endSeconds - startSeconds).toBeLessThan(1.6);
      }
      expect(language).toBe('en');
    });
  });

  test('words of a transducer carry how sure it is', async () => {
    await withModels(alone, async (modelDir, dir) => {
      const { segments, grade } = await hear(modelDir, await writeTalk(dir));
      expect(segments[0]?.words?.[0]).toMatchObject({
        text: expect.stringMatching(/^w\d+$/),
        confidence: 0.75,
      });
      expect(grade).toBe('good');
    });
  });

  test('Whisper says which language it heard, and is told the one of the session', async () => {
    const lay: Lay = (modelDir) => layModel(modelDir, 'sherpa-onnx-whisper-base', 'whisper');
    await withModels(lay, async (modelDir, dir) => {
      const talk = await writeTalk(dir);
      expect((await hear(modelDir, talk)).language).toBe('de');
      expect((await hear(modelDir, { ...talk, language: 'fr-CH' })).language).toBe('fr-CH');
    });
  });

  test('a voice keeps its name through all pieces, whatever number each piece gave it', async () => {
    await withModels(withAll, async (modelDir, dir) => {
      const { segments } = await hear(modelDir, await writeTalk(dir));
      const voiceAt = (seconds: number) =>
        segments.find(({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds <= endSeconds)
          ?.speaker;
      expect(spoken.map((start) => voiceAt(start + 0.5))).toEqual(
        spoken.map((_, at) => ([3, 4, 8, 9].includes(at) ? 'Speaker 2' : 'Speaker 1')),
      );
    });
  });
});

describe('a model that does not fit', () => {
  test('a language that it does not know gets nothing and a sentence', async () => {
    await withModels(alone, async (modelDir) => {
      const german = request(fixtures.jfk.path, fixtures.jfk.durationSeconds, 'ja');
      expect(await transcribe(await open(modelDir), german)).toEqual({
        kind: 'nothing',
        reason: expect.stringMatching(/understands 25 languages, but not Japanese\. .+\.$/),
      });
    });
  });

  test('no model is told with the command that adds one', async () => {
    await withModels(
      async () => {},
      async (modelDir) => {
        const transcriber = await open(modelDir);
        await expect(transcriber.check()).rejects.toThrow(/no speech model in .+ model add parakeet-v3/);
        const speech = request(fixtures.jfk.path, 11);
        await expect(transcribe(transcriber, speech)).rejects.toMatchObject({ name: 'PermanentError' });
      },
    );
  });

  test('of several models one has to be named', async () => {
    const lay: Lay = async (modelDir) => {
      await alone(modelDir);
      await layModel(modelDir, 'sherpa-onnx-whisper-base', 'whisper');
    };
    await withModels(lay, async (modelDir) => {
      const undecided = await open(modelDir);
      await expect(undecided.check()).rejects.toThrow(
        /\(parakeet-tdt-0.6b-v3-int8, whisper-base\).+TRANSCRIBE_MODEL/,
      );
      expect((await open(modelDir, 'sherpa-onnx-whisper-base')).name).toBe('sherpa:whisper-base');
      await expect((await open(modelDir, 'turbo')).check()).rejects.toThrow(/no speech model turbo/);
    });
  });
});

const speech = request(fixtures.jfk.path, fixtures.jfk.durationSeconds, 'en');

const withBehaviour = (
  behaviour: (dir: string) => string,
  use: (modelDir: string, dir: string) => Promise<void>,
) =>
  withScratchDir(async (dir) => {
    await layModel(dir, parakeet, 'transducer', behaviour(dir));
    await use(dir, dir);
  });

describe('a recogniser that misbehaves', () => {
  test('a model that cannot be loaded is told as one, and not tried again', async () => {
    await withBehaviour(
      () => 'broken',
      async (modelDir) => {
        const transcriber = await open(modelDir);
        const told = { name: 'PermanentError', message: expect.stringContaining('cannot be loaded') };
        await expect(transcriber.check()).rejects.toMatchObject(told);
        await expect(transcribe(transcriber, speech)).rejects.toMatchObject(told);
      },
    );
  });

  test('one that dies while it hears is a TransientError', async () => {
    await withBehaviour(
      () => 'abort',
      async (modelDir) => {
        const work = transcribe(await open(modelDir), speech);
        await expect(work).rejects.toMatchObject({ name: 'TransientError' });
      },
    );
  });

  test('calling the work off kills the process before the promise settles', async () => {
    await withBehaviour(
      (dir) => `hang ${join(dir, 'pid')}`,
      async (modelDir, dir) => {
        const caller = new AbortController();
        const work = transcribe(await open(modelDir), speech, { signal: caller.signal });
        const pid = await readWhenThere(join(dir, 'pid'));
        caller.abort();
        await expect(work).rejects.toMatchObject({ name: 'AbortError' });
        expect(await isAlive(pid)).toBe(false);
      },
    );
  });

  test('it dies with a process that is killed', async () => {
    await withBehaviour(
      (dir) => `hang ${join(dir, 'pid')}`,
      async (modelDir, dir) => {
        const engine = join(import.meta.dirname, '../../core/engines/transcriber/sherpa.ts');
        const settings = { modelDir, model: null, threads: 1, bindingPath, nodeArguments };
        const script = `
          import { sherpaTranscriber } from ${JSON.stringify(engine)};
          const transcriber = await sherpaTranscriber(${JSON.stringify(settings)});
          const context = { signal: new AbortController().signal, scratchDir: ${JSON.stringify(dir)}, onProgress() {}, onAnswer() {} };
          await transcriber.recognise(${JSON.stringify(speech)}, [{ start: 0, end: 160_000 }], context);`;
        await layFiles(dir, ['parent.mts'], script);
        const parent = spawn(process.execPath, [...nodeArguments, join(dir, 'parent.mts')], {
          stdio: 'ignore',
        });
        const pid = await readWhenThere(join(dir, 'pid'));
        parent.kill('SIGKILL');
        await waitUntil(async () => !(await isAlive(pid)));
      },
    );
  });

  test('an answer that cannot be kept ends the run with that failure', async () => {
    await withModels(alone, async (modelDir, dir) => {
      const transcriber = await open(modelDir);
      const work = transcriber.recognise(
        speech,
        [
          { start: 0, end: 16_000 },
          { start: 16_000, end: 32_000 },
        ],
        {
          ...{ signal: new AbortController().signal, scratchDir: dir, onProgress: () => {} },
          onAnswer: () => Promise.reject(new Error('the database is away')),
        },
      );
      await expect(work).rejects.toThrow('the database is away');
    });
  });
});

/** Where the npm package is; the environment may name a folder that has it. */
function findPackage(): string | null {
  const roots = [process.env['SPEECH_PACKAGE_DIR'], import.meta.dirname].filter((root) => root !== undefined);
  for (const root of roots)
    try {
      return createRequire(join(root, 'x.js')).resolve('sherpa-onnx-node');
    } catch {
      // the next one
    }
  return null;
}

const packagePath = findPackage();
if (packagePath === null)
  console.warn(
    '\n*** sherpa-onnx-node is not installed: loading errors of the real package are not tested\n',
  );

describe.runIf(packagePath !== null)('the real package', () => {
  const openReal = (modelDir: string) =>
    sherpaTranscriber({ modelDir, model: null, threads: 1, bindingPath: packagePath ?? '', nodeArguments });

  test.each(['transducer', 'whisper', 'moonshine'] as const)(
    'says of a %s model whose files are none that it cannot be loaded',
    async (family) => {
      const folder = {
        transducer: parakeet,
        whisper: 'sherpa-onnx-whisper-base',
        moonshine: 'moonshine-base-en',
      };
      await withModels(
        (modelDir) => layModel(modelDir, folder[family], family, 'word 0\n'),
        async (modelDir) => {
          await expect((await openReal(modelDir)).check()).rejects.toMatchObject({
            name: 'PermanentError',
            message: expect.stringContaining('cannot be loaded'),
            cause: { stderr: expect.stringContaining('Protobuf parsing failed') },
          });
        },
      );
    },
  );
});

test('a package that is not installed is told with the command that installs it', async () => {
  await withModels(alone, async (modelDir) => {
    const missing = { modelDir, model: null, threads: 1, bindingPath: 'a-package-nobody-has' };
    const transcriber = await sherpaTranscriber(missing);
    await expect(transcriber.check()).rejects.toThrow(/not installed.+npm install --include=optional/);
  });
});

test('a package that does not run on this system is told as one', async () => {
  await withModels(alone, async (modelDir, dir) => {
    const broken = join(dir, 'binding.cjs');
    await layFiles(dir, ['binding.cjs'], "throw new Error('Could not find sherpa-onnx-node. Tried');");
    const transcriber = await sherpaTranscriber({
      modelDir,
      model: null,
      threads: 1,
      bindingPath: broken,
      nodeArguments,
    });
    await expect(transcriber.check()).rejects.toThrow(/does not run on this system/);
  });
});
