import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright';

export type Rgb = readonly [number, number, number];

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES = 4;

/** Writes a film of one colour, for a browser's fake camera, which plays it round and round. */
export function writeColour(file: string, [red, green, blue]: Rgb): void {
  const luma = 16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255;
  const u = 128 + (-37.797 * red - 74.203 * green + 112 * blue) / 255;
  const v = 128 + (112 * red - 93.786 * green - 18.214 * blue) / 255;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc(WIDTH * HEIGHT, luma), Buffer.alloc((WIDTH * HEIGHT) / 4, u), Buffer.alloc((WIDTH * HEIGHT) / 4, v)]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`), ...Array.from({ length: FRAMES }, () => frame)]));
}

/** The colour in the middle of what a seat's tile really shows; null while it shows nothing. */
export function colourOfSeat(page: Page, name: string): Promise<Rgb | null> {
  return page.evaluate((seatName) => {
    const video = document.querySelector<HTMLVideoElement>(`[data-role="seat"][data-seat-name="${seatName}"] video[data-shown="true"]`);
    if (!video || video.videoWidth === 0 || video.readyState < 2) return null;
    const canvas = new OffscreenCanvas(1, 1);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen?.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = pen?.getImageData(0, 0, 1, 1).data ?? [];
    return [red, green, blue] as const;
  }, name);
}

export function isColour(seen: Rgb | null, wanted: Rgb): boolean {
  return seen !== null && seen.every((part, index) => Math.abs(part - wanted[index]!) < 45);
}

/** Keeps what arrives from now on where `strongestTones` finds it. */
export async function keepReceivedTracks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const kept: MediaStreamTrack[] = [];
    Object.assign(globalThis, { receivedTracks: kept });
    const original = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener('track', ({ track }) => kept.push(track));
      }
    };
  });
}

/** Of each sound that arrives and is not silent: its strongest tone, Hz. Listens for about a second. */
export function strongestTones(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const { receivedTracks } = globalThis as unknown as { receivedTracks: MediaStreamTrack[] };
    const context = new AudioContext();
    await context.resume();
    const ears = receivedTracks
      .filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live')
      .map((track) => {
        const ear = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 });
        context.createMediaStreamSource(new MediaStream([track])).connect(ear);
        return ear;
      });
    await new Promise((resolve) => setTimeout(resolve, 900));
    const tones = ears.flatMap((ear) => {
      const levels = new Float32Array(ear.frequencyBinCount);
      ear.getFloatFrequencyData(levels);
      const loudest = levels.reduce((best, level, bin) => (level > (levels[best] ?? Number.NEGATIVE_INFINITY) ? bin : best), 0);
      return (levels[loudest] ?? Number.NEGATIVE_INFINITY) > -75 ? [(loudest * context.sampleRate) / ear.fftSize] : [];
    });
    await context.close();
    return tones;
  });
}
