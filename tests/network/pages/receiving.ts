import type { FeedId } from '#protocol/nouns/ids.ts';
import { createHallLink } from '../../../renderer/link/createHallLink.ts';
import { createFeedReceiver } from '../../../renderer/media/createFeedReceiver.ts';
import type { FeedWatch } from '../../../renderer/media/feedReceiver.ts';
import { createHallReplica } from '../../../renderer/replica/createHallReplica.ts';
import { watchTone, type ToneWindow } from './toneWatch.ts';

const TILE = { widthPx: 960, heightPx: 540, focused: true, audio: true };

let watch: FeedWatch | null = null;

/** A desk with one tile, with sound. */
export function openDesk(options: { url: string; token: string; feedId: FeedId }): void {
  const link = createHallLink({ url: options.url, token: options.token, purpose: 'desk', clientName: 'network', clientVersion: '0' });
  const replica = createHallReplica({ link });
  const receiver = createFeedReceiver({ link, replica });
  watch = receiver.watch(options.feedId);
  watch.wish(TILE);
  const video = document.querySelector('video')!;
  const audio = document.querySelector('audio')!;
  const media = watch.media;
  const show = () => {
    const { videoTrack, audioTrack } = media.getState();
    attach(video, videoTrack);
    attach(audio, audioTrack);
  };
  media.subscribe(show);
  show();
}

export type Heard = {
  /** When each frame was presented, ms since the epoch, oldest first. */
  readonly framesAt: readonly number[];
  /** Lines of the last frame. */
  readonly heightPx: number;
  /** One for each fifth of a second of sound that the page played. */
  readonly windows: readonly ToneWindow[];
};

/** Looks and listens for a while. The sound's track may be another one at the end. */
export async function listen(options: { forMs: number; toneHz: number }): Promise<Heard> {
  const video = document.querySelector('video')!;
  const framesAt: number[] = [];
  let looking = true;
  const onFrame = () => {
    framesAt.push(Date.now());
    if (looking) {
      video.requestVideoFrameCallback(onFrame);
    }
  };
  video.requestVideoFrameCallback(onFrame);
  const ear = await watchTone({ audio: document.querySelector('audio')!, toneHz: options.toneHz });
  await new Promise((resolve) => setTimeout(resolve, options.forMs));
  looking = false;
  return { framesAt, heightPx: video.videoHeight, windows: await ear.close() };
}

function attach(element: HTMLMediaElement, track: MediaStreamTrack | null): void {
  const present = element.srcObject instanceof MediaStream ? (element.srcObject.getTracks()[0] ?? null) : null;
  if (present !== track) {
    element.srcObject = track === null ? null : new MediaStream([track]);
  }
}
