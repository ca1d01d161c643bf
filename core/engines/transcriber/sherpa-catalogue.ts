export interface ModelFile {
  readonly url: string;
  readonly sizeBytes: number;
  /** Hex; what comes must be this, byte by byte. */
  readonly sha256: string;
}

/** A model that is known to work here, as k2-fsa publishes it. */
export interface KnownModel {
  readonly name: string;
  /** What it is good for, as in a list. */
  readonly purpose: string;
  readonly kind: 'speech' | 'vad' | 'speakers';
  readonly languages: string;
  readonly licence: string;
  readonly files: readonly ModelFile[];
}

const releases = 'https://github.com/k2-fsa/sherpa-onnx/releases/download';

const archive = (name: string, sizeBytes: number, sha256: string): ModelFile => ({
  ...{ url: `${releases}/asr-models/sherpa-onnx-${name}.tar.bz2`, sizeBytes, sha256 },
});

/** The best first. Sizes and SHA-256 are those that GitHub gives for the files of these releases. */
export const knownModels: readonly KnownModel[] = [
  {
    name: 'parakeet-v3',
    purpose: 'accurate and fast, word times',
    kind: 'speech',
    languages: '25 European languages',
    licence: 'CC-BY-4.0',
    files: [
      archive(
        'nemo-parakeet-tdt-0.6b-v3-int8',
        487_170_055,
        '5793d0fd397c5778d2cf2126994d58e9d56b1be7c04d13c7a15bb1b4eafb16bf',
      ),
    ],
  },
  {
    name: 'parakeet-v2',
    purpose: 'the same for English alone',
    kind: 'speech',
    languages: 'English',
    licence: 'CC-BY-4.0',
    files: [
      archive(
        'nemo-parakeet-tdt-0.6b-v2-int8',
        482_468_385,
        '157c157bc51155e03e37d2466522a3a737dd9c72bb25f36eb18912964161e1ad',
      ),
    ],
  },
  {
    name: 'whisper-turbo',
    purpose: 'most languages, slow without many cores',
    kind: 'speech',
    languages: '99 languages',
    licence: 'MIT',
    files: [
      archive(
        'whisper-turbo',
        563_790_207,
        'b11acbbcd660b44a8e0df33724feb5aaa709cf65668f2823d59f656312544f22',
      ),
    ],
  },
  {
    name: 'whisper-small',
    purpose: 'most languages, less exact',
    kind: 'speech',
    languages: '99 languages',
    licence: 'MIT',
    files: [
      archive(
        'whisper-small',
        639_387_718,
        '486a46afbb7ba798507190ffe02fea2dd726049af212e774537efac6afb210a6',
      ),
    ],
  },
  {
    name: 'whisper-base',
    purpose: 'most languages, for small machines',
    kind: 'speech',
    languages: '99 languages',
    licence: 'MIT',
    files: [
      archive(
        'whisper-base',
        207_557_382,
        '911b2083efd7c0dca2ac3b358b75222660dc09fb716d64fbfc417ba6c99ff3de',
      ),
    ],
  },
  {
    name: 'moonshine-base',
    purpose: 'for small machines, no word times',
    kind: 'speech',
    languages: 'English',
    licence: 'MIT',
    files: [
      archive(
        'moonshine-base-en-int8',
        250_807_309,
        '21870cecaa2e44e4e2bf63e02d1072bed183ccd10284871353bd9d24dad14e5e',
      ),
    ],
  },
  {
    name: 'vad',
    purpose: 'tells speech from noise, for any of the above',
    kind: 'vad',
    languages: 'any',
    licence: 'MIT',
    files: [
      {
        url: `${releases}/asr-models/silero_vad.onnx`,
        sizeBytes: 643_854,
        sha256: '9e2449e1087496d8d4caba907f23e0bd3f78d91fa552479bb9c23ac09cbb1fd6',
      },
    ],
  },
  {
    name: 'speakers',
    purpose: 'tells who speaks, for any of the above',
    kind: 'speakers',
    languages: 'any',
    licence: 'MIT and CC-BY-4.0',
    files: [
      {
        url: `${releases}/speaker-segmentation-models/sherpa-onnx-pyannote-segmentation-3-0.tar.bz2`,
        sizeBytes: 6_958_444,
        sha256: '24615ee884c897d9d2ba09bb4d30da6bb1b15e685065962db5b02e76e4996488',
      },
      {
        // The release is spelled so.
        url: `${releases}/speaker-recongition-models/nemo_en_titanet_small.onnx`,
        sizeBytes: 40_257_283,
        sha256: 'ad4a1802485d8b34c722d2a9d04249662f2ece5d28a7a039063ca22f515a789e',
      },
    ],
  },
];
