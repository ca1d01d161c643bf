import { damaged, type Hostile, latin1, le, notConvertible, nothingToPlay, tone } from './hostile.ts';

interface Wave {
  readonly format?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly blockBytes?: number;
  readonly bits?: number;
  readonly claimedBytes?: number;
  readonly extra?: Buffer;
}

/** One second of sound at 8 kHz, whatever its header says. */
function wave({
  format = 1,
  channels = 1,
  sampleRate = 8000,
  blockBytes = 2,
  bits = 16,
  claimedBytes,
  extra = latin1(''),
}: Wave): Buffer {
  const samples = tone(1, 8000);
  const header = [
    le(format, 2),
    le(channels, 2),
    le(sampleRate),
    le(8000 * blockBytes),
    le(blockBytes, 2),
    le(bits, 2),
  ];
  const start = [latin1('RIFF'), le(36 + samples.length), latin1('WAVEfmt '), le(16), ...header];
  return Buffer.concat([...start, extra, latin1('data'), le(claimedBytes ?? samples.length), samples]);
}

const second = { kind: 'audio', seconds: 1 } as const;

export const hostileWaves: readonly Hostile[] = [
  { what: 'a WAVE file of 4 GHz', bytes: () => wave({ sampleRate: 4_000_000_000 }), outcome: damaged },
  { what: 'a WAVE file without channels', bytes: () => wave({ channels: 0 }), outcome: damaged },
  { what: 'a WAVE file of 65,535 channels', bytes: () => wave({ channels: 65_535 }), outcome: damaged },
  { what: 'a WAVE file of samples without bits', bytes: () => wave({ bits: 0 }), outcome: notConvertible },
  { what: 'a WAVE file of blocks without bytes', bytes: () => wave({ blockBytes: 0 }), outcome: second },
  {
    what: 'a WAVE file that claims 4 GiB',
    bytes: () => wave({ claimedBytes: 0xffff_ffff }),
    outcome: second,
  },
  {
    what: 'a WAVE file that claims to hold MP3',
    bytes: () => wave({ format: 0x55 }),
    outcome: notConvertible,
  },
  {
    what: 'a WAVE file whose notes claim 4 GiB',
    bytes: () => wave({ extra: Buffer.concat([latin1('LIST'), le(0xffff_fff0)]) }),
    outcome: damaged,
  },
  { what: 'a WAVE file that is only a head', bytes: () => wave({}).subarray(0, 44), outcome: nothingToPlay },
];
