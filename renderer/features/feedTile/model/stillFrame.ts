const MAX_WIDTH_PX = 640;

/**
 * Copies the picture a video shows now to a canvas. A video whose track has ended shows black by itself, so the copy has
 * to be there before; once the track has ended nothing is copied. False: there was nothing to copy.
 */
export function keepStill(video: HTMLVideoElement, canvas: HTMLCanvasElement, maxWidthPx = MAX_WIDTH_PX): boolean {
  if (video.videoWidth === 0 || video.videoHeight === 0 || !hasLiveTrack(video)) {
    return false;
  }
  const scale = Math.min(1, maxWidthPx / video.videoWidth);
  const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
  return true;
}

function hasLiveTrack({ srcObject }: HTMLVideoElement): boolean {
  return srcObject instanceof MediaStream && srcObject.getVideoTracks().some((track) => track.readyState === 'live');
}
