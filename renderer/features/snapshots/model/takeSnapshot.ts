import { AppError } from '#protocol/errors.ts';
import type { FeedId, OperationId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { base64Of } from '../../../link/base64.ts';
import type { CapturedFrame } from './captureFrame.ts';
import { captureFrame } from './captureFrame.ts';
import { sha256 } from '../../../platform/sha256.ts';

export type SnapshotProgress = { readonly percent: number };
export type KeptSnapshot = { readonly pictureId: string; readonly operationId: OperationId | null };

type Options = {
  readonly link: HallLink;
  readonly feedId: FeedId;
  readonly video: HTMLVideoElement;
  /** Whether frames carry the machine-readable clock. */
  readonly frameClock: boolean;
  readonly onProgress: (progress: SnapshotProgress) => void;
};

/** Keeps what the video shows in this moment. Null: it shows nothing. While the hall is away it waits, with the frame in hand. Errors: those of snapshot.put and snapshot.take. */
export async function takeSnapshot({ link, feedId, video, frameClock, onProgress }: Options): Promise<KeptSnapshot | null> {
  const takenAt = Math.round(link.now());
  const frame = await captureFrame(video, frameClock ? takenAt : null);
  return frame === null ? null : keepFrame({ link, feedId, takenAt, frame, onProgress });
}

/** Sends the frame and has it recorded. */
export async function keepFrame({ link, feedId, takenAt, frame, onProgress }: Pick<Options, 'link' | 'feedId' | 'onProgress'> & { readonly takenAt: number; readonly frame: CapturedFrame }): Promise<KeptSnapshot> {
  const { bytes, mimeType, widthPx, heightPx, capturedAt } = frame;
  const pictureId = await sha256(bytes);
  const about = { feedId, pictureId, mimeType };
  for (let offset = 0; offset < bytes.length;) {
    const piece = { ...about, totalBytes: bytes.length, offset, base64: base64Of(bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES)) };
    // The hall says where it goes on: at the beginning after it was started anew.
    offset = (await persistently(link, () => link.request('snapshot.put', piece))).receivedBytes;
    onProgress({ percent: Math.floor((100 * offset) / bytes.length) });
  }
  // One command over all its retries: it is recorded once.
  const command = { commandId: crypto.randomUUID(), ...about, takenAt, capturedAt, widthPx, heightPx };
  const { operationId } = await persistently(link, () => link.request('snapshot.take', command));
  return { pictureId, operationId };
}

/** Asks again when the hall is back. */
async function persistently<Answer>(link: HallLink, ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AppError) || (error.code !== 'disconnected' && error.code !== 'timedOut')) {
        throw error;
      }
      await untilOnline(link);
    }
  }
}

/** Errors: disconnected, when the window's link was closed for good. */
function untilOnline(link: HallLink): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop: () => void = () => undefined;
    const look = () => {
      const { phase } = link.state.getState();
      if (phase === 'online') {
        stop();
        resolve();
      } else if (phase === 'closed') {
        stop();
        reject(new AppError('disconnected'));
      }
    };
    stop = link.state.subscribe(look);
    look();
  });
}
