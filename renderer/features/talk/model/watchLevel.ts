const EVERY_MS = 80;
/** Speech at arm's length fills about two thirds. */
const FULL_RMS = 0.25;

/** Tells how loud a track is, 0 to 1, until the answer is called. */
export function watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 512 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    onLevel(0);
    void context.close();
  };
}

/** The root of the mean square, as a share of what fills the meter. */
export function levelOf(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0);
  return samples.length === 0 ? 0 : Math.min(1, Math.sqrt(sum / samples.length) / FULL_RMS);
}
