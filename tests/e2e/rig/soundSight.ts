import type { Page } from 'playwright';

export type HeardSound = {
  /** Whether the element plays for somebody: not muted, not paused, with a stream. */
  readonly playing: boolean;
  /** The strongest tone of what it plays, Hz; null when there is nothing to play. */
  readonly toneHz: number | null;
  /** Of that tone, dB below full scale; null when there is nothing to play. */
  readonly levelDb: number | null;
};

/** Listens for about a second to what a tile's sound element plays. */
export function hear(page: Page, tileKey: string): Promise<HeardSound> {
  return page.evaluate(async (key) => {
    const element = document.querySelector<HTMLAudioElement>(`[data-tile-key="${key}"] [data-role="feed-audio"]`);
    const stream = element?.srcObject;
    if (!element || !(stream instanceof MediaStream)) {
      return { playing: false, toneHz: null, levelDb: null };
    }
    const before = element.currentTime;
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 32_768, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(stream).connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const loudest = levels.reduce((best, level, bin) => (level > (levels[best] ?? Number.NEGATIVE_INFINITY) ? bin : best), 0);
    const toneHz = (loudest * context.sampleRate) / analyser.fftSize;
    await context.close();
    const playing = !element.muted && !element.paused && element.volume > 0 && element.currentTime > before;
    return { playing, toneHz, levelDb: levels[loudest] ?? null };
  }, tileKey);
}
