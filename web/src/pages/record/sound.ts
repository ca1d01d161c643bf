/** Sounds mixed into one track, which stays the same when the microphone is another one. */
export interface Sound {
  readonly track: MediaStreamTrack;
  /** In place of the one before; `null`: silence. */
  setMicrophone(stream: MediaStream | null): void;
  /** What the computer plays, as far as the browser shares it. */
  addSystemSound(stream: MediaStream): void;
  /** How loud the microphone is now, 0 to 1. */
  level(): number;
  /** Sounds from now on: browsers keep a page silent until somebody has clicked on it. */
  wake(): Promise<void>;
  close(): Promise<void>;
}

/** Below this nothing is said; speech at arm's length is around -30 dBFS. */
const silenceDb = -60;

export function openSound(): Sound {
  const context = new AudioContext();
  const mix = new MediaStreamAudioDestinationNode(context);
  // A mix of nothing has no time: Chromium's recorder waits for its sound and writes no picture either.
  const silence = new ConstantSourceNode(context, { offset: 0 });
  silence.connect(mix);
  silence.start();
  const meter = new AnalyserNode(context, { fftSize: 1024 });
  const samples = new Float32Array(meter.fftSize);
  let microphone: MediaStreamAudioSourceNode | null = null;
  const [track] = mix.stream.getAudioTracks();
  if (!track) throw new Error('The browser mixes no sound.');
  return {
    track,
    setMicrophone(stream) {
      microphone?.disconnect();
      microphone = stream && new MediaStreamAudioSourceNode(context, { mediaStream: stream });
      microphone?.connect(meter);
      microphone?.connect(mix);
    },
    addSystemSound(stream) {
      if (stream.getAudioTracks().length === 0) return;
      new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(mix);
    },
    level() {
      if (!microphone) return 0;
      meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const db = 10 * Math.log10(Math.max(power, 1e-12));
      return Math.min(1, Math.max(0, (db - silenceDb) / -silenceDb));
    },
    wake: () => (context.state === 'suspended' ? context.resume() : Promise.resolve()),
    close: () => context.close(),
  };
}
