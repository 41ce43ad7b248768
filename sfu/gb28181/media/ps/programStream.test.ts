import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { nalUnits } from './annexB.ts';
import { codecsOf, readPsFrame, type PsStreams } from './readPsFrame.ts';

/** What the peer, ffmpeg, makes of its test picture. */
function ffmpeg(...how: string[]): Buffer {
  const { stdout, status, stderr } = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=25', '-frames:v', '30', '-c:v', 'libx264', '-bf', '0', '-g', '10', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...how, 'pipe:1'], { maxBuffer: 1 << 26 });
  expect([status, stderr.toString()]).toEqual([0, '']);
  return stdout;
}

const hex = (units: readonly Buffer[]) => units.map((unit) => unit.toString('hex'));
/** Access unit delimiters are added by the muxer. */
const withoutDelimiters = (units: readonly Buffer[]) => units.filter((unit) => (unit[0]! & 0x1f) !== 9);

describe('program streams', () => {
  let stream: Buffer;
  let plain: Buffer;
  beforeAll(() => {
    stream = ffmpeg('-f', 'vob');
    plain = ffmpeg('-f', 'h264');
  });

  it('gives the units that another’s muxer was given', () => {
    const { video } = readPsFrame(stream, new Map());
    const units = hex(withoutDelimiters(nalUnits(video)));
    expect(units.length).toBeGreaterThan(30);
    expect(units).toEqual(hex(withoutDelimiters(nalUnits(plain))));
  });

  it('reads what the map says, and the sound beside the picture', () => {
    // Head, no descriptors, two streams: H.264 under e0, G.711 A-law under c0.
    const map = Buffer.from('000001bc00120000000000081be0000090c0000000000000', 'hex');
    const pes = (id: number, payload: string) => {
      const body = Buffer.from(`8080052100010001${payload}`, 'hex');
      const head = Buffer.from(`000001${id.toString(16)}0000`, 'hex');
      head.writeUInt16BE(body.length, 4);
      return Buffer.concat([head, body]);
    };
    const streams: PsStreams = new Map();
    const pack = Buffer.from('000001ba4400040004010003fff8'.padEnd(28, '0'), 'hex');
    const frame = readPsFrame(Buffer.concat([pack, map, pes(0xe0, '0000000165aabb'), pes(0xc0, 'd5d5d5')]), streams);
    expect(codecsOf(streams)).toEqual({ video: 'H264', audio: 'PCMA' });
    expect([hex(nalUnits(frame.video)), frame.audio.toString('hex')]).toEqual([['65aabb'], 'd5d5d5']);
  });

  it('throws at nothing, and never gives more than it got', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }).map((array) => Buffer.from(array)),
      fc.tuple(fc.nat(), fc.nat(), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 })).map(([from, length, changes]) => {
        const part = Buffer.from(stream.subarray(from % stream.length).subarray(0, length % 8_000));
        for (const [at, value] of changes) if (part.length > 0) part[at % part.length] = value;
        return part;
      }),
    );
    fc.assert(
      fc.property(bytes, (each) => {
        const streams: PsStreams = new Map();
        const { video, audio } = readPsFrame(each, streams);
        expect(video.length + audio.length).toBeLessThanOrEqual(each.length);
        expect(streams.size).toBeLessThanOrEqual(48);
      }),
      { numRuns: 10_000 },
    );
  });
});
