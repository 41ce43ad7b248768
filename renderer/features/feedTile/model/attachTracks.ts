import type { FeedWatch } from '../../../media/feedReceiver.ts';

type Parts = { readonly video: HTMLVideoElement; readonly sound: HTMLAudioElement; /** Called before a picture is replaced by another. */ readonly keep: () => void };

/** Gives the tracks of a feed to elements, whenever there are others. Returns its own undoing. */
export function attachTracks(watch: FeedWatch, { video, sound, keep }: Parts): () => void {
  let videoTrack: MediaStreamTrack | null = null;
  let audioTrack: MediaStreamTrack | null = null;
  const attach = () => {
    const media = watch.media.getState();
    // A picture that goes away keeps its last frame: the stream is only replaced by another one.
    if (media.videoTrack !== null && media.videoTrack !== videoTrack) {
      keep();
      videoTrack = media.videoTrack;
      video.srcObject = new MediaStream([videoTrack]);
    }
    if (media.audioTrack !== audioTrack) {
      audioTrack = media.audioTrack;
      sound.srcObject = audioTrack === null ? null : new MediaStream([audioTrack]);
    }
  };
  attach();
  const stop = watch.media.subscribe(attach);
  return () => {
    stop();
    // Chromium keeps decoding for an element that is removed with its stream on.
    video.srcObject = null;
    sound.srcObject = null;
  };
}
