import { PhotoError } from './photoOf.ts';

const WITHIN_MS = 3_000;
const QUALITY = 0.92;

/** The picture that a running camera shows now, as JPEG; the camera goes on. Errors: PhotoError `camera`. */
export async function grabFrame(stream: MediaStream): Promise<Blob> {
  const document = globalThis.document;
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    await Promise.race([firstFrame(video), new Promise((_, reject) => setTimeout(() => reject(new Error('no frame in time')), WITHIN_MS))]);
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    return await new Promise<Blob>((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('an empty frame')) : resolve(blob)), 'image/jpeg', QUALITY));
  } catch (cause) {
    throw new PhotoError('camera', cause);
  } finally {
    video.srcObject = null;
  }
}

async function firstFrame(video: HTMLVideoElement): Promise<void> {
  const drawn = new Promise<void>((resolve) => video.addEventListener('loadeddata', () => resolve(), { once: true }));
  await video.play();
  await drawn;
}
