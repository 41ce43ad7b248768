import { spawnSync } from 'node:child_process';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { paintBox, paintClock, planarBytes, planarPicture } from '../../../renderer/features/field/picture.ts';
import { cutPictures, type Picture, type PictureSource } from '../../../scripts/gb28181/media/pictures.ts';

const SIZE = { width: 320, height: 180 };
const FRAMES_PER_SECOND = 5;
const STEP_MS = 1_000 / FRAMES_PER_SECOND;
const REEL_MS = 10_000;
const BLUE = { luma: 70, u: 150, v: 110 };
const WHITE = { luma: 220, u: 128, v: 128 };

/** What a recorder had seen at any past moment: pictures that carry the unit's clock of that moment, and are of another colour than those of now. */
export function clockedFilm(unitId: string): PictureSource['recordedAt'] {
  const reels = new Map<number, readonly Picture[]>();
  return (momentMs) => {
    const from = Math.floor(momentMs / REEL_MS) * REEL_MS;
    const reel = reels.get(from) ?? filmed(unitId, from);
    reels.set(from, reel);
    const index = Math.floor((momentMs - from) / STEP_MS);
    const picture = reel[index];
    return picture === undefined ? null : { picture, nextAtMs: from + (index + 1) * STEP_MS };
  };
}

/** Ten seconds in one go; each second begins with a key frame. */
function filmed(unitId: string, from: number): readonly Picture[] {
  const frames = Array.from({ length: REEL_MS / STEP_MS }, (_, index) => {
    const bytes = new Uint8Array(planarBytes(SIZE));
    const picture = planarPicture(bytes, SIZE);
    const capturedAt = from + index * STEP_MS;
    paintBox(picture, { x: 0, y: 0, ...SIZE }, BLUE);
    paintBox(picture, { x: Math.floor((capturedAt % 4_000) / 4_000 * 130) * 2, y: 40, width: 40, height: 40 }, WHITE);
    paintClock(picture, { capturedAt, sourceTag: sourceTagOf(unitId) });
    return bytes;
  });
  const words = ['-hide_banner', '-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${SIZE.width}x${SIZE.height}`, '-r', String(FRAMES_PER_SECOND), '-i', 'pipe:0', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-threads', '1', '-x264-params', `slices=1:keyint=${FRAMES_PER_SECOND}:min-keyint=${FRAMES_PER_SECOND}:scenecut=0`, '-f', 'h264', 'pipe:1'];
  return cutPictures(spawnSync('ffmpeg', words, { input: Buffer.concat(frames), maxBuffer: 1 << 26 }).stdout, 'h264');
}
