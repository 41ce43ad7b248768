/** Camera frames as a stream, and a track made of frames. Chromium has both; others do without the display in the picture. */
export type BreakoutBox = {
  /** Frames that are not fetched in time are dropped, so the newest is always next. */
  frames(track: MediaStreamTrack): ReadableStream<VideoFrame>;
  track(): MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
};

type Processor = new (options: { track: MediaStreamTrack; maxBufferSize: number }) => { readonly readable: ReadableStream<VideoFrame> };
type Generator = new (options: { kind: 'video' }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };

/** Null where the browser lacks the API. */
export function breakoutBox(scope: object = globalThis): BreakoutBox | null {
  const processor: unknown = Reflect.get(scope, 'MediaStreamTrackProcessor');
  const generator: unknown = Reflect.get(scope, 'MediaStreamTrackGenerator');
  if (typeof processor !== 'function' || typeof generator !== 'function') {
    return null;
  }
  const TrackProcessor = processor as Processor;
  const TrackGenerator = generator as Generator;
  return {
    frames: (track) => new TrackProcessor({ track, maxBufferSize: 1 }).readable,
    track: () => new TrackGenerator({ kind: 'video' }),
  };
}
