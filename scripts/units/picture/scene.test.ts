import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clockRegion, readClock, sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { vp8Arguments } from '../rtp/encoder.ts';
import { letterUnits } from './lettering.ts';
import { Scene, type FrameSize } from './scene.ts';

const SIZES = [
  { width: 640, height: 360 },
  { width: 480, height: 270 },
  { width: 320, height: 180 },
];
const UNIT = { unitId: 'a', name: '思明执行一组·记录仪01', court: '厦门市思明区人民法院', place: '厦门 湖滨南路' };
const STARTED_AT = Date.UTC(2026, 10, 22, 12);
const SOURCE_TAG = sourceTagOf('a');

async function aScene(size: FrameSize, changes: { name?: string } = {}): Promise<Scene> {
  const lettering = await letterUnits([{ ...UNIT, ...changes }], size);
  return new Scene({ size, hueDeg: 200, sourceTag: SOURCE_TAG, lettering: lettering.get('a')! });
}

function painted(scene: Scene, at: number, clock = true): Uint8Array {
  const frame = new Uint8Array(scene.bytesPerFrame);
  scene.paint(frame, at, { clock });
  return frame;
}

function clockOf(luma: Uint8Array, size: FrameSize) {
  const region = clockRegion(size);
  const read = (x: number, y: number) =>
    luma[Math.floor(region.y + y * region.height) * size.width + Math.floor(region.x + x * region.width)]!;
  return readClock(read, STARTED_AT);
}

/** Through VP8 as a unit codes it, and back to luma. */
function coded(frames: readonly Uint8Array[], size: FrameSize): Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'scene-test-'));
  try {
    const file = join(folder, 'coded.ivf');
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${size.width}x${size.height}`, '-r', '10', '-i', 'pipe:0'];
    const codec = vp8Arguments({ framesPerSecond: 10, videoBitrateBps: 200_000 });
    const encoding = spawnSync('ffmpeg', ['-v', 'error', ...raw, ...codec, file], { input: Buffer.concat(frames) });
    expect(encoding.stderr.toString()).toBe('');
    const decode = ['-v', 'error', '-i', file, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
    const luma = execFileSync('ffmpeg', decode, { maxBuffer: 1 << 28 });
    const perFrame = size.width * size.height;
    return Array.from({ length: luma.length / perFrame }, (_, index) => luma.subarray(index * perFrame, (index + 1) * perFrame));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a simulated picture', () => {
  it.each(SIZES)('keeps its clock through VP8 at $width × $height, in every frame', async (size) => {
    const scene = await aScene(size);
    const times = Array.from({ length: 30 }, (_, index) => STARTED_AT + index * 101);
    const decoded = coded(times.map((at) => painted(scene, at)), size);
    expect(decoded).toHaveLength(30);
    expect(decoded.map((luma) => clockOf(luma, size))).toEqual(times.map((capturedAt) => ({ capturedAt, sourceTag: SOURCE_TAG })));
  });

  it('carries no clock when the hall wants none', async () => {
    const [size] = SIZES;
    expect(clockOf(painted(await aScene(size!), STARTED_AT, false), size!)).toBeNull();
  });

  it('shows the name, the moving van and the time of day', async () => {
    const [size] = SIZES;
    const scene = await aScene(size!);
    const rowsThatDiffer = (a: Uint8Array, b: Uint8Array) =>
      Array.from({ length: size!.height }, (_, row) => row).filter((row) => {
        const [from, to] = [row * size!.width, (row + 1) * size!.width];
        return !Buffer.from(a.subarray(from, to)).equals(Buffer.from(b.subarray(from, to)));
      });
    const now = painted(scene, STARTED_AT, false);
    const later = rowsThatDiffer(now, painted(scene, STARTED_AT + 3_000, false));
    expect(later.some((row) => row > 305 && row < 324)).toBe(true); // time of day
    expect(later.some((row) => row > 200 && row < 280)).toBe(true); // van
    const renamed = rowsThatDiffer(now, painted(await aScene(size!, { name: '安溪执行二组' }), STARTED_AT, false));
    expect(renamed.length).toBeGreaterThan(10);
    expect(renamed.every((row) => row > 280 && row < 324)).toBe(true);
  });
});
