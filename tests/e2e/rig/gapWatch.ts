import type { ConsoleApp } from './consoleApp.ts';

export type Glimpse = { readonly at: number; /** Of the picture on top at the place; empty where no picture is. */ readonly unitId: string; /** Mean of the picture's luma, 0 to 255. */ readonly luma: number };

/** What is on top in the middle of one tile, frame by frame for `forMs`: the pictures that a person in front of the wall sees, and any gap between them. */
export async function watchForGaps(app: ConsoleApp, options: { slotId: string; x: number; y: number; forMs: number }): Promise<readonly Glimpse[]> {
  const answers = await app.readWalls(watch, options, { answerWithinMs: options.forMs + 5_000 });
  return answers.find(({ slotId }) => slotId === options.slotId)?.answer ?? [];
}

/** Runs in the page. `x`, `y`: fractions of the window. */
function watch({ slotId, x, y, forMs }: { slotId: string; x: number; y: number; forMs: number }): Promise<Glimpse[]> | Glimpse[] {
  if (document.querySelector<HTMLElement>('[data-slot-id]')?.dataset['slotId'] !== slotId) {
    return [];
  }
  const context = new OffscreenCanvas(16, 9).getContext('2d', { willReadFrequently: true });
  const glimpses: Glimpse[] = [];
  const startedAt = performance.now();
  const look = (): void => {
    const [top] = document.elementsFromPoint(x * innerWidth, y * innerHeight).flatMap((element) => {
      const tile = element.closest<HTMLElement>('[data-tile-key]');
      return tile === null ? [] : [tile];
    });
    // A tile that is not live shows its last frame, which is a picture too.
    const video = top?.querySelector<HTMLVideoElement>('video[data-role="feed-video"]');
    const still = top?.querySelector<HTMLCanvasElement>('[data-role="last-frame"]');
    const picture = top?.dataset['state'] === 'live' ? video : still;
    let luma = 0;
    if (context !== null && picture !== null && picture !== undefined) {
      context.clearRect(0, 0, 16, 9);
      context.drawImage(picture, 0, 0, 16, 9);
      const { data } = context.getImageData(0, 0, 16, 9);
      for (let at = 0; at < data.length; at += 4) {
        luma += (0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)) / (16 * 9);
      }
    }
    glimpses.push({ at: performance.now() - startedAt, unitId: top?.dataset['unitId'] ?? '', luma });
  };
  return new Promise((resolve) => {
    const next = (): void => {
      look();
      if (performance.now() - startedAt < forMs) {
        requestAnimationFrame(next);
      } else {
        resolve(glimpses);
      }
    };
    requestAnimationFrame(next);
  });
}
