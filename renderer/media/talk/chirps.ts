/** What one hears of the floor without looking. */
export type Chirp = 'granted' | 'refused' | 'taken' | 'ending';

type Tone = { readonly hz: number; readonly fromMs: number; readonly lastsMs: number };

const TONES: Record<Chirp, readonly Tone[]> = {
  granted: [{ hz: 880, fromMs: 0, lastsMs: 60 }, { hz: 1_320, fromMs: 70, lastsMs: 70 }],
  refused: [{ hz: 330, fromMs: 0, lastsMs: 180 }],
  taken: [{ hz: 880, fromMs: 0, lastsMs: 70 }, { hz: 440, fromMs: 80, lastsMs: 140 }],
  ending: [{ hz: 990, fromMs: 0, lastsMs: 50 }, { hz: 990, fromMs: 110, lastsMs: 50 }],
};

const GAIN = 0.12;
let context: AudioContext | null = null;

/** Sounds on this machine alone. Silent where the browser has no sound to give. */
export function chirp(name: Chirp): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    for (const { hz, fromMs, lastsMs } of TONES[name]) {
      const from = context.currentTime + fromMs / 1_000;
      const to = from + lastsMs / 1_000;
      const oscillator = new OscillatorNode(context, { frequency: hz });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setTargetAtTime(GAIN, from, 0.005);
      gain.gain.setTargetAtTime(0, to - 0.015, 0.005);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(from);
      oscillator.stop(to + 0.05);
    }
  } catch {
    // A tone that cannot be played must not keep anybody from speaking.
  }
}
