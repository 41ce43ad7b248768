import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { paintBox, paintClock, planarBytes, planarPicture } from '../../../renderer/features/field/picture.ts';

const SIZE = { width: 320, height: 180 };
const FRAMES_PER_SECOND = 10;
const GREEN = { luma: 90, u: 100, v: 90 };
const WHITE = { luma: 220, u: 128, v: 128 };

/**
 * ffmpeg as an encoder at the other end of a standard: live pictures with the machine-readable clock of one unit, H.264 without B-frames,
 * and a tone. A picture for which ffmpeg has no room is left out, so that what goes out is always of now.
 */
export class ClockedEncoder {
  readonly #child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  #complaint = '';

  private constructor(child: ChildProcess, unitId: string) {
    this.#child = child;
    child.stderr?.on('data', (bytes: Buffer) => (this.#complaint = (this.#complaint + bytes.toString()).slice(-1_000)));
    child.stdin?.on('error', () => undefined);
    const bytes = new Uint8Array(planarBytes(SIZE));
    const picture = planarPicture(bytes, SIZE);
    let writing = false;
    this.#timer = setInterval(() => {
      if (writing || child.stdin?.writable !== true) return;
      const capturedAt = Date.now();
      paintBox(picture, { x: 0, y: 0, ...SIZE }, GREEN);
      // Something that moves, so that no one takes it for a still.
      paintBox(picture, { x: Math.floor((capturedAt % 4_000) / 4_000 * 130) * 2, y: 40, width: 40, height: 40 }, WHITE);
      paintClock(picture, { capturedAt, sourceTag: sourceTagOf(unitId) });
      writing = true;
      child.stdin.write(bytes, () => (writing = false));
    }, 1_000 / FRAMES_PER_SECOND);
  }

  /** `output`: how and where, in ffmpeg's words; `toneHz`: null for a picture without sound. */
  static start({ unitId, output, toneHz }: { readonly unitId: string; readonly output: readonly string[]; readonly toneHz: number | null }): ClockedEncoder {
    const sound = toneHz === null ? [] : ['-f', 'lavfi', '-i', `sine=frequency=${toneHz}:sample_rate=48000`, '-map', '0:v', '-map', '1:a'];
    const words = [
      '-hide_banner', '-nostats', '-v', 'error', '-probesize', '32', '-analyzeduration', '0', '-use_wallclock_as_timestamps', '1',
      '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${SIZE.width}x${SIZE.height}`, '-r', String(FRAMES_PER_SECOND), '-i', 'pipe:0', ...sound,
      '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-threads', '1', '-x264-params', 'slices=1:keyint=10:min-keyint=10:scenecut=0',
      '-b:v', '400k', '-flush_packets', '1', ...output,
    ];
    return new ClockedEncoder(spawn('ffmpeg', words, { stdio: ['pipe', 'pipe', 'pipe'] }), unitId);
  }

  /** What ffmpeg said was wrong, as far as it did. */
  get complaint(): string {
    return this.#complaint;
  }

  get stdout(): Readable {
    return this.#child.stdout!;
  }

  /** As by a cut cable: no farewell. Idempotent. */
  async kill(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
