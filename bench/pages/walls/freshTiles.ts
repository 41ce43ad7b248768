import { tileVideo } from '../tiles.ts';

/** What was under way at the moment itself does not count, ms. */
const STILL_ON_ITS_WAY_MS = 50;

/** Ms from `at` (ms since the epoch) until the last of the tiles has shown a frame that was received after it. */
export async function untilTilesFresh(options: { tiles: number; at: number }): Promise<number> {
  const shown = Array.from({ length: options.tiles }, (_, tile) => freshFrame(tileVideo(tile), options.at + STILL_ON_ITS_WAY_MS));
  const times = await Promise.all(shown);
  return Math.max(...times) - options.at;
}

/** When it was shown, ms since the epoch. */
function freshFrame(video: HTMLVideoElement, after: number): Promise<number> {
  return new Promise((resolve) => {
    const onFrame: VideoFrameRequestCallback = (_, { receiveTime }) => {
      if (receiveTime !== undefined && performance.timeOrigin + receiveTime > after) {
        resolve(Date.now());
      } else {
        video.requestVideoFrameCallback(onFrame);
      }
    };
    video.requestVideoFrameCallback(onFrame);
  });
}
