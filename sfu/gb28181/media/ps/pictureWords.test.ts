import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { h265Units } from '../rtp/h265Units.ts';
import { nalUnits } from './annexB.ts';
import { isBetween, isKeyPicture, profileOf } from './pictureWords.ts';

function coded(format: string, ...how: string[]): Buffer[] {
  const { stdout } = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=25', '-frames:v', '24', '-pix_fmt', 'yuv420p', ...how, '-f', format, 'pipe:1'], { maxBuffer: 1 << 26 });
  return nalUnits(stdout);
}
const h264 = (...how: string[]) => coded('h264', '-c:v', 'libx264', '-g', '12', ...how);

describe('what pictures say of themselves', () => {
  it('is which of them need none before: every twelfth', () => {
    const count = (codec: 'H264' | 'H265' | 'MPEG-4', units: readonly Buffer[]) => units.filter((unit) => isKeyPicture(codec, [unit])).length;
    expect(count('H264', h264('-x264-params', 'slices=1'))).toBe(2);
    expect(count('H265', coded('hevc', '-c:v', 'libx265', '-x265-params', 'keyint=12:min-keyint=12:scenecut=0:log-level=none'))).toBe(2);
    expect(count('MPEG-4', coded('m4v', '-c:v', 'mpeg4', '-g', '12', '-sc_threshold', '1000000000'))).toBe(2);
  });

  it('is whether H.264 is shown in another order than it comes in', () => {
    const between = (...how: string[]) => h264(...how).filter((unit) => isBetween([unit])).length;
    expect(between('-bf', '2', '-b_strategy', '0')).toBeGreaterThan(8);
    expect(between('-bf', '0', '-preset', 'slow')).toBe(0);
    expect(between('-profile:v', 'baseline')).toBe(0);
  });

  it('is the profile, of which browsers play some', () => {
    expect(profileOf(h264('-profile:v', 'main'))).toMatchObject({ id: expect.stringMatching(/^4d/), plays: true });
    expect(profileOf(h264('-pix_fmt', 'yuv422p'))).toMatchObject({ id: expect.stringMatching(/^7a/), plays: false });
    expect(profileOf([])).toBeUndefined();
  });

  it('may be anything, and is read to an end', () => {
    const unit = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    fc.assert(fc.property(fc.array(unit), (units) => {
      for (const codec of ['H264', 'H265', 'MPEG-4'] as const) isKeyPicture(codec, units);
      isBetween(units);
      profileOf(units);
      expect(h265Units(units).reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(units.reduce((sum, { length }) => sum + length, 0) * 2);
    }));
  });
});

describe('H.265 over RTP', () => {
  it('comes together from whole units, several in one packet, and pieces', () => {
    const [whole, long] = [Buffer.from([0x40, 1, 9, 9]), Buffer.from([0x26, 1, 1, 2, 3, 4, 5, 6])];
    const together = Buffer.from([0x60, 1, 0, 4, ...whole, 0, 4, ...whole]);
    const pieces = [[0x93, 1, 2, 3], [0x13, 4, 5], [0x53, 6]].map((bytes) => Buffer.from([0x62, 1, ...bytes]));
    expect(h265Units([whole, together, ...pieces])).toEqual([whole, whole, whole, long]);
    // The last piece never came.
    expect(h265Units(pieces.slice(0, 2))).toEqual([]);
  });
});
