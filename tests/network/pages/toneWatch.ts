/** Whether a tone was heard in a window of sound. */
export type ToneWindow = {
  /** End of the window, ms since the epoch. */
  readonly at: number;
  /** Share of the window's energy that is the tone, 0 to 1; 0 for silence. */
  readonly share: number;
};

const WINDOW_S = 0.2;
/** Runs on the sound's own thread: counts a window's energy and that of the tone in it (Goertzel). */
const WORKLET = `
registerProcessor('tone-watch', class extends AudioWorkletProcessor {
  constructor({ processorOptions: { toneHz, windowS } }) {
    super();
    this.length = Math.round(sampleRate * windowS);
    this.turn = 2 * Math.cos((2 * Math.PI * toneHz) / sampleRate);
    this.reset();
  }
  reset() { this.count = 0; this.energy = 0; this.one = 0; this.two = 0; }
  process([input]) {
    const samples = input[0];
    for (let at = 0; at < 128; at += 1) {
      const sample = samples === undefined ? 0 : samples[at];
      this.energy += sample * sample;
      const next = sample + this.turn * this.one - this.two;
      this.two = this.one;
      this.one = next;
      this.count += 1;
      if (this.count === this.length) {
        const power = this.one * this.one + this.two * this.two - this.turn * this.one * this.two;
        const loud = this.energy / this.length > 1e-5;
        this.port.postMessage(loud ? Math.min(1, (2 * power) / (this.length * this.energy)) : 0);
        this.reset();
      }
    }
    return true;
  }
});`;

/** Follows what an element plays, also when that becomes another track. */
export async function watchTone({ audio, toneHz }: { audio: HTMLAudioElement; toneHz: number }): Promise<{ close(): Promise<ToneWindow[]> }> {
  const context = new AudioContext();
  await context.resume();
  const module = URL.createObjectURL(new Blob([WORKLET], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(module);
  URL.revokeObjectURL(module);
  const watcher = new AudioWorkletNode(context, 'tone-watch', { numberOfOutputs: 1, processorOptions: { toneHz, windowS: WINDOW_S } });
  // A node that leads nowhere is not run.
  watcher.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
  const windows: ToneWindow[] = [];
  watcher.port.addEventListener('message', ({ data }) => windows.push({ at: Date.now(), share: Number(data) }));
  watcher.port.start();
  let source: MediaStreamAudioSourceNode | null = null;
  let heard: MediaProvider | null = null;
  const follow = () => {
    if (audio.srcObject !== heard) {
      heard = audio.srcObject;
      source?.disconnect();
      source = heard instanceof MediaStream && heard.getAudioTracks().length > 0 ? context.createMediaStreamSource(heard) : null;
      source?.connect(watcher);
    }
  };
  follow();
  const timer = setInterval(follow, 50);
  return {
    close: async () => {
      clearInterval(timer);
      await context.close();
      return windows;
    },
  };
}
