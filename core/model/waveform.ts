/** Takes the samples of a recording piece by piece and keeps the loudest of each part. */
export interface PeakMeter {
  /** The next samples, of 16 bits each. Those past the end are left out. */
  add(samples: Int16Array): void;
  /** 0 to 1 each. */
  readonly peaks: Float32Array;
}

const fullScale = 32_768;

/** Shorter parts than this show waves, not loudness. */
const shortestPeakSeconds = 0.01;

/** The largest of some samples, whatever their sign: the loop that an hour goes through 29 million times. */
function loudestOf(samples: Int16Array, from: number, to: number): number {
  let lowest = 0;
  let highest = 0;
  for (let at = from; at < to; at += 1) {
    const sample = samples[at] ?? 0;
    if (sample > highest) highest = sample;
    else if (sample < lowest) lowest = sample;
  }
  return Math.max(highest, -lowest);
}

/** A meter of at most `count` equal parts of the duration; parts that no sample reaches stay at 0. */
export function openPeakMeter({
  durationSeconds,
  sampleRate,
  count,
}: {
  readonly durationSeconds: number;
  readonly sampleRate: number;
  readonly count: number;
}): PeakMeter {
  const peaks = new Float32Array(
    Math.max(1, Math.min(count, Math.floor(durationSeconds / shortestPeakSeconds))),
  );
  const samplesPerPeak = (durationSeconds * sampleRate) / peaks.length;
  let part = 0;
  let seen = 0;
  let loudest = 0;
  /** How many samples were seen when the part ends. */
  const endOf = (index: number) => Math.ceil((index + 1) * samplesPerPeak);
  let partEnd = endOf(0);
  return {
    peaks,
    add(samples) {
      for (let at = 0; at < samples.length && part < peaks.length; ) {
        const stop = Math.min(samples.length, at + partEnd - seen);
        seen += stop - at;
        loudest = Math.max(loudest, loudestOf(samples, at, stop));
        at = stop;
        peaks[part] = loudest / fullScale;
        if (seen < partEnd) continue;
        part += 1;
        partEnd = endOf(part);
        loudest = 0;
      }
    },
  };
}

/** What the lengths of a waveform's parts are counted in: fine enough that 2000 of them are within 21 ms. */
const waveformSampleRate = 48_000;

/**
 * Peaks in the JSON of BBC audiowaveform, version 2 with 8 bits, as players' waveforms read it
 * (https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md): smallest and largest value by turns.
 */
export function waveformJson(peaks: Float32Array, durationSeconds: number): string {
  const data: number[] = [];
  for (const peak of peaks) {
    const size = Math.round(Math.min(1, Math.max(0, peak)) * 127);
    data.push(0 - size, size);
  }
  return JSON.stringify({
    version: 2,
    channels: 1,
    sample_rate: waveformSampleRate,
    samples_per_pixel: Math.max(1, Math.round((durationSeconds * waveformSampleRate) / peaks.length)),
    bits: 8,
    length: peaks.length,
    data,
  });
}
