import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const parakeet = 'sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8';

const filesOf = {
  transducer: ['encoder.int8.onnx', 'decoder.int8.onnx', 'joiner.int8.onnx', 'tokens.txt'],
  whisper: ['base-encoder.int8.onnx', 'base-decoder.int8.onnx', 'base-tokens.txt'],
  moonshine: [
    ...['preprocess.onnx', 'encode.int8.onnx', 'uncached_decode.int8.onnx', 'cached_decode.int8.onnx'],
    'tokens.txt',
  ],
} as const;

/** Lays a model's files out; its tokens tell the fake binding how to behave. */
export function layModel(
  modelDir: string,
  folder: string,
  family: keyof typeof filesOf = 'transducer',
  behaviour = '',
): Promise<void> {
  return layFiles(
    modelDir,
    filesOf[family].map((name) => join(folder, name)),
    behaviour,
  );
}

export const vadFile = 'silero_vad.onnx';
export const speakerFiles = [
  'sherpa-onnx-pyannote-segmentation-3-0/model.int8.onnx',
  'nemo_en_titanet_small.onnx',
];

export async function layFiles(modelDir: string, files: readonly string[], content = ''): Promise<void> {
  for (const file of files) {
    const path = join(modelDir, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
