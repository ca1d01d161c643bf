/** Takes the samples of a recording one by one and keeps the loudest of each part. */
export interface PeakMeter {
  /** The next sample's size, 0 to 1. Samples past the end are left out. */
  add(loudness: number): void;
  readonly peaks: Float32Array;
}

/** Shorter parts than this show waves, not loudness. */
const shortestPeakSeconds = 0.01;

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
  return {
    peaks,
    add(loudness) {
      if (seen >= (part + 1) * samplesPerPeak) part += 1;
      seen += 1;
      if (loudness > (peaks[part] ?? 1)) peaks[part] = loudness;
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
