const MAX_WIDTH_PX = 640;

/** Keeps the picture a video shows now on a canvas behind it, before the video is given another stream and goes blank. */
export function keepStill(video: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  if (video.videoWidth === 0 || video.videoHeight === 0) {
    return;
  }
  const scale = Math.min(1, MAX_WIDTH_PX / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
}
