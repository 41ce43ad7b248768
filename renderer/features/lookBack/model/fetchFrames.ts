import { AppError } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type EncodedFrame = { readonly at: number; readonly key: boolean; readonly bytes: Uint8Array<ArrayBuffer> };

const MOST_TRIES = 6;
const RETRY_MS = 500;

type Span = { readonly feedId: FeedId; readonly from: number; readonly to: number };

/** Piece by piece. Ends early when `signal` is aborted. Errors: AppError of the request. */
export async function fetchFrames(link: Pick<HallLink, 'request'>, span: Span, { onPiece, signal }: { readonly onPiece: (piece: { codec: string; frames: EncodedFrame[] }) => void; readonly signal: AbortSignal }): Promise<void> {
  for (let after: number | null | undefined; after !== null && !signal.aborted; ) {
    const input = after === undefined ? span : { ...span, after };
    const piece = await askPatiently(() => link.request('media.lookBack', input, { signal }), signal);
    if (signal.aborted || piece === null) {
      return;
    }
    const { codec, frames, next } = piece;
    onPiece({ codec, frames: frames.map(({ at, key, bytes }) => ({ at, key, bytes: bytesOf(bytes) })) });
    after = next;
  }
}

/** Many windows of one machine share its allowance, and alarms come together. Null once `signal` is aborted. */
async function askPatiently<Answer>(ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer | null> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= MOST_TRIES || !(error instanceof AppError && error.code === 'tooManyRequests')) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tries));
    }
  }
  return null;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
