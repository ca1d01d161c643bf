import { describe, expect, test } from 'vitest';
import { knownModels } from './sherpa-catalogue.ts';
import { chooseModel, recogniseModels } from './sherpa-models.ts';

const inFolder = (folder: string, ...names: readonly string[]): string[] =>
  names.map((name) => `/models/${folder}/${name}`);

const both = (...names: readonly string[]): string[] =>
  names.flatMap((name) => [`${name}.onnx`, `${name}.int8.onnx`]);

const archives = {
  parakeet: inFolder(
    'sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8',
    ...['encoder.int8.onnx', 'decoder.int8.onnx', 'joiner.int8.onnx', 'tokens.txt'],
  ),
  whisper: inFolder('sherpa-onnx-whisper-base', ...both('base-encoder', 'base-decoder'), 'base-tokens.txt'),
  english: inFolder(
    'sherpa-onnx-whisper-tiny.en',
    ...both('tiny.en-encoder', 'tiny.en-decoder'),
    'tiny.en-tokens.txt',
  ),
  moonshine: inFolder(
    'sherpa-onnx-moonshine-base-en-int8',
    ...[
      'preprocess.onnx',
      'encode.int8.onnx',
      'uncached_decode.int8.onnx',
      'cached_decode.int8.onnx',
      'tokens.txt',
    ],
  ),
  zipformer: inFolder(
    'sherpa-onnx-zipformer-ru-2024-09-18',
    ...['encoder-epoch-9.int8.onnx', 'decoder-epoch-9.onnx', 'joiner-epoch-9.int8.onnx', 'tokens.txt'],
  ),
};

describe('the files of a folder tell', () => {
  test.each([
    ['parakeet', 'parakeet-tdt-0.6b-v3-int8', 'transducer', expect.arrayContaining(['de', 'uk'])],
    ['whisper', 'whisper-base', 'whisper', null],
    ['english', 'whisper-tiny.en', 'whisper', ['en']],
    ['moonshine', 'moonshine-base-en-int8', 'moonshine', ['en']],
    ['zipformer', 'zipformer-ru-2024-09-18', 'transducer', null],
  ] as const)('%s', (archive, name, family, languages) => {
    expect(recogniseModels(archives[archive]).speech).toMatchObject([{ name, family, languages }]);
  });

  test('the 8-bit part where there are two', () => {
    const files = recogniseModels(archives.whisper).speech[0]?.files;
    expect(files).toEqual({
      encoder: '/models/sherpa-onnx-whisper-base/base-encoder.int8.onnx',
      decoder: '/models/sherpa-onnx-whisper-base/base-decoder.int8.onnx',
      tokens: '/models/sherpa-onnx-whisper-base/base-tokens.txt',
    });
  });

  test('a model that is not whole, or for live sound, is none', () => {
    const streaming = archives.zipformer.map((path) => path.replace('zipformer', 'streaming-zipformer'));
    expect(recogniseModels([...archives.parakeet.slice(1), ...streaming]).speech).toEqual([]);
  });

  test('what helps: voice activity, and speakers when both parts are there', () => {
    const segmentation = inFolder('sherpa-onnx-pyannote-segmentation-3-0', 'model.int8.onnx', 'LICENSE');
    const helpers = ['/models/silero_vad.onnx', ...segmentation];
    expect(recogniseModels(helpers)).toMatchObject({
      speech: [],
      vad: '/models/silero_vad.onnx',
      speakers: null,
    });
    expect(recogniseModels([...helpers, '/models/nemo_en_titanet_small.onnx']).speakers).toEqual({
      segmentation: segmentation[0],
      embedding: '/models/nemo_en_titanet_small.onnx',
    });
  });
});

test('of several models the named one is used, and none without a name', () => {
  const models = recogniseModels([...archives.whisper, ...archives.parakeet]);
  expect(chooseModel(models, null)).toBeNull();
  expect(chooseModel(models, 'whisper-base')?.family).toBe('whisper');
  expect(chooseModel(models, 'sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8')?.family).toBe('transducer');
});

test('every known model has its own name, and what it consists of is checked byte by byte', () => {
  const names = knownModels.map((model) => model.name);
  expect(new Set(names).size).toBe(names.length);
  for (const file of knownModels.flatMap((model) => model.files)) {
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(file.url).toMatch(
      /^https:\/\/github\.com\/k2-fsa\/sherpa-onnx\/releases\/download\/.+\.(tar\.bz2|onnx)$/,
    );
  }
});
