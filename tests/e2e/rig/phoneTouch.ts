import type { Locator, Page } from 'playwright';

/** A finger that rests on a control for a while: what is held to send is not sent by a tap. */
export async function holdOn(page: Page, control: Locator, forMs: number): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  const box = await control.boundingBox();
  if (box === null) {
    throw new Error('there is nothing to hold');
  }
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await new Promise((resolve) => setTimeout(resolve, forMs));
  await page.mouse.up();
}

export type HeardOnPhone = { readonly toneHz: number; readonly levelDb: number } | null;

/** Runs in the page before its own programs: connections are kept where a test finds what arrives over them. */
export function keepConnections(): void {
  const kept: RTCPeerConnection[] = [];
  Object.assign(globalThis, { keptConnections: kept });
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      kept.push(this);
    }
  };
}

/** The strongest tone of all sound that arrives at the page within a second and a half; null: none arrives. */
export function hearPhone(page: Page): Promise<HeardOnPhone> {
  return page.evaluate(async () => {
    const { keptConnections } = globalThis as unknown as { keptConnections: RTCPeerConnection[] };
    const tracks = keptConnections
      .flatMap((connection) => connection.getReceivers())
      .map(({ track }) => track)
      .filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live');
    if (tracks.length === 0) {
      return null;
    }
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 32_768, smoothingTimeConstant: 0 });
    tracks.forEach((track) => context.createMediaStreamSource(new MediaStream([track])).connect(analyser));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const loudest = levels.reduce((best, level, bin) => (level > (levels[best] ?? Number.NEGATIVE_INFINITY) ? bin : best), 0);
    const toneHz = (loudest * context.sampleRate) / analyser.fftSize;
    await context.close();
    return { toneHz, levelDb: levels[loudest] ?? -200 };
  });
}
