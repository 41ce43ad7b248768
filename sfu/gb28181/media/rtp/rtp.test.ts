import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginsPicture, h264Units } from './h264Units.ts';
import { LengthFramed, lengthFramed } from './lengthFramed.ts';
import { RtpFrames, type RtpFrame } from './rtpFrames.ts';
import { RtpWriter } from './writeRtp.ts';

const SSRC = 100_000_001;
const bytes = (options: { minLength: number; maxLength: number }) => fc.uint8Array(options).map((array) => Buffer.from(array));

function framesOf(packets: readonly Buffer[], ssrc: number | null = SSRC): RtpFrame[] {
  const found: RtpFrame[] = [];
  const frames = new RtpFrames({ ssrc: () => ssrc, onFrame: (frame) => found.push(frame) });
  for (const packet of packets) frames.push(packet);
  return found;
}

/** `count` frames of three packets each, from this sequence number on. */
function stream(count: number, firstSequence: number): Buffer[] {
  const writer = new RtpWriter({ ssrc: SSRC, payloadType: 96, firstSequence });
  return Array.from({ length: count }, (_, frame) => [0, 1, 2].map((part) => writer.packet(Buffer.of(frame, part), { timestamp: frame * 3_600, marker: part === 2 }))).flat();
}

describe('frames out of packets', () => {
  it('are the same however near packets overtake each other, over the turn of the numbers too', () => {
    const swaps = fc.array(fc.nat(28), { maxLength: 12 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), swaps, (first, at) => {
        const packets = stream(10, first);
        const inOrder = framesOf(packets);
        expect(inOrder.length).toBe(10);
        // The first must stay: nothing before it is known to be missing.
        for (const index of at) if (index > 0) [packets[index], packets[index + 1]] = [packets[index + 1]!, packets[index]!];
        const found = framesOf(packets);
        expect(found.map(({ timestamp, parts }) => [timestamp, Buffer.concat(parts).toString('hex')])).toEqual(inOrder.map(({ timestamp, parts }) => [timestamp, Buffer.concat(parts).toString('hex')]));
        expect(found.some(({ hole, afterGap }) => hole || afterGap)).toBe(false);
      }),
    );
  });

  it('say when something is missing in them or before them, and only then', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 3, max: 59 }), { minLength: 1, maxLength: 6 }), (lost) => {
        const packets = stream(80, 65_500).filter((_, index) => !lost.includes(index));
        const found = framesOf(packets);
        expect(found.filter(({ hole, afterGap, parts }) => !hole && !afterGap && parts.length !== 3)).toEqual([]);
        expect(found.some(({ afterGap }) => afterGap)).toBe(true);
        // What comes after is whole again.
        expect(found.at(-1)).toMatchObject({ hole: false, afterGap: false });
      }),
    );
  });

  it('go on when the sender begins anew, and are not of a stranger', () => {
    const found = framesOf([...stream(3, 100), ...stream(3, 40_000)]);
    expect(found.length).toBe(6);
    expect(found[3]?.afterGap).toBe(true);
    expect(framesOf(stream(3, 1), 7)).toEqual([]);
  });

  it('do not grow by packets without content', () => {
    const writer = new RtpWriter({ ssrc: SSRC, payloadType: 96 });
    const found: RtpFrame[] = [];
    const frames = new RtpFrames({ ssrc: () => SSRC, onFrame: (frame) => found.push(frame) });
    for (let count = 0; count < 20_000; count += 1) expect(frames.push(writer.packet(Buffer.alloc(0), { timestamp: 1, marker: false }))).toBe(false);
    for (let count = 0; count < 40_000; count += 1) frames.push(writer.packet(Buffer.of(1), { timestamp: 1, marker: false }));
    frames.push(writer.packet(Buffer.of(1), { timestamp: 1, marker: true }));
    expect(Math.max(...found.map(({ parts }) => parts.length))).toBeLessThan(17_000);
  });

  it('throw at nothing', () => {
    fc.assert(fc.property(fc.array(bytes({ minLength: 0, maxLength: 60 }), { maxLength: 40 }), (packets) => void framesOf(packets, null)), { numRuns: 2_000 });
  });
});

describe('H.264 in packets', () => {
  it('is the same units after the way', () => {
    const unit = fc.tuple(fc.integer({ min: 1, max: 23 }), bytes({ minLength: 1, maxLength: 5_000 })).map(([type, body]) => Buffer.concat([Buffer.of(0x60 | type), body]));
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 4 }), (units) => {
        const packets = new RtpWriter({ ssrc: SSRC, payloadType: 98 }).h264(units, 90_000);
        expect(packets.every(({ length }) => length <= 1_212)).toBe(true);
        const [frame, ...more] = framesOf(packets);
        expect(more).toEqual([]);
        expect(h264Units(frame?.parts ?? []).map((each) => each.toString('hex'))).toEqual(units.map((each) => each.toString('hex')));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the beginning of a picture', () => {
  it('is no later piece, and no slice but the first', () => {
    const cases: [string, boolean][] = [['6742c01e', true], ['6588', true], ['6508', false], ['419a', true], ['411a', false], ['7c8588', true], ['7c8508', false], ['7c0588', false], ['78', true]];
    expect(cases.map(([hex]) => beginsPicture(Buffer.from(hex, 'hex')))).toEqual(cases.map(([, begins]) => begins));
  });
});

describe('packets over TCP', () => {
  it('are cut right wherever the stream is', () => {
    fc.assert(
      fc.property(fc.array(bytes({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 30 }), (packets, cuts) => {
        const found: string[] = [];
        const framed = new LengthFramed((packet) => found.push(packet.toString('hex')));
        let rest = Buffer.concat(packets.map((packet) => lengthFramed(packet)));
        for (const cut of cuts) {
          framed.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        framed.push(rest);
        expect(found).toEqual(packets.map((packet) => packet.toString('hex')));
      }),
    );
  });
});
