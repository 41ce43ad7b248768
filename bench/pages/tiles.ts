type FeedTracks = { getState(): { videoTrack: MediaStreamTrack | null }; subscribe(listener: () => void): () => void };

/** One `<video>` a tile, made when it is first asked for. */
export function tileVideo(tile: number): HTMLVideoElement {
  const grid = document.querySelector('#grid');
  if (grid === null) {
    throw new Error('the page has no grid');
  }
  while (grid.children.length <= tile) {
    const video = document.createElement('video');
    video.muted = true;
    video.autoplay = true;
    video.playsInline = true;
    grid.append(video);
  }
  return grid.children[tile] as HTMLVideoElement;
}

export function layOutGrid(options: { columns: number; rows: number }): void {
  const grid = document.querySelector<HTMLElement>('#grid');
  if (grid !== null) {
    grid.style.gridTemplateColumns = `repeat(${options.columns}, minmax(0, 1fr))`;
    grid.style.gridTemplateRows = `repeat(${options.rows}, minmax(0, 1fr))`;
  }
}

/** Shows the track; resolves when its first frame was presented. */
export function showTrack(options: { tile: number; track: MediaStreamTrack }): Promise<void> {
  const video = tileVideo(options.tile);
  const presented = new Promise<void>((resolve) => {
    video.requestVideoFrameCallback(() => resolve());
  });
  video.srcObject = new MediaStream([options.track]);
  return presented;
}

/** Shows whatever track the feed has now, as a tile does; resolves when the first frame was presented. Ends with the feed's watch. */
export async function followTrack(options: { tile: number; media: FeedTracks }): Promise<void> {
  let shown = await trackOf(options.media);
  const first = showTrack({ tile: options.tile, track: shown });
  options.media.subscribe(() => {
    const { videoTrack } = options.media.getState();
    if (videoTrack === null || videoTrack === shown) return;
    shown = videoTrack;
    void showTrack({ tile: options.tile, track: videoTrack });
  });
  await first;
}

/** Without this a removed element would hold its decoder. */
export function clearTiles(): void {
  for (const video of document.querySelectorAll<HTMLVideoElement>('#grid > video')) {
    video.srcObject = null;
    video.remove();
  }
}

/** The track of a feed as soon as it is there. */
export function trackOf(media: FeedTracks): Promise<MediaStreamTrack> {
  return new Promise((resolve) => {
    const look = () => {
      const { videoTrack } = media.getState();
      if (videoTrack !== null) {
        undo();
        resolve(videoTrack);
      }
    };
    const undo = media.subscribe(look);
    queueMicrotask(look);
  });
}
