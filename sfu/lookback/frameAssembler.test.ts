import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameAssembler, type MediaFrame } from './frameAssembler.ts';

type Wire = { readonly sequence: number; readonly ticks: number; readonly marker: boolean; readonly payload: Buffer };

function rtp({ sequence, ticks, marker, payload }: Wire): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8((marker ? 0x80 : 0) | 101, 1);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(ticks >>> 0, 4);
  return Buffer.concat([header, payload]);
}

/** One VP8 frame cut into packets: its number is in every byte but the first. */
function vp8(options: { index: number; key: boolean; packets: number; firstSequence: number; firstTicks: number }): Buffer[] {
  const { index, key, packets, firstSequence, firstTicks } = options;
  return Array.from({ length: packets }, (_, part) => {
    const body = Buffer.alloc(20, index % 256);
    if (part === 0) body.writeUInt8(key ? 0x10 : 0x11, 0);
    // X and I with a picture id of 15 bits.
    const descriptor = Buffer.from([part === 0 ? 0x90 : 0x80, 0x80, 0x80 | ((index >> 8) & 0x7f), index & 0xff]);
    return rtp({ sequence: firstSequence + part, ticks: firstTicks + index * 3_000, marker: part === packets - 1, payload: Buffer.concat([descriptor, body]) });
  });
}

function assemble(packets: readonly Buffer[], mimeType = 'video/VP8') {
  const frames: MediaFrame[] = [];
  let losses = 0;
  const assembler = FrameAssembler.create({ mimeType, onFrame: (frame) => frames.push(frame), onLoss: () => (losses += 1) });
  for (const packet of packets) assembler?.push(packet);
  return { frames, losses };
}

const stream = fc
  .record({
    frames: fc.array(fc.record({ key: fc.boolean(), packets: fc.integer({ min: 1, max: 6 }) }), { minLength: 1, maxLength: 30 }),
    firstSequence: fc.integer({ min: 0, max: 0xffff }),
    firstTicks: fc.integer({ min: 0, max: 0xffff_ffff }),
  })
  .map(({ frames, firstSequence, firstTicks }) => {
    let sequence = firstSequence;
    return frames.map(({ key, packets }, index) => {
      const first = sequence;
      sequence += packets;
      return { index, key: key || index === 0, packets: vp8({ index, key: key || index === 0, packets, firstSequence: first, firstTicks }) };
    });
  });

/** Swaps neighbours: what a network and retransmissions do. */
function shuffled(packets: readonly Buffer[], swaps: readonly number[]): Buffer[] {
  const result = [...packets];
  for (const at of swaps) {
    const place = 1 + (at % Math.max(1, result.length - 2));
    const [one, other] = [result[place], result[place + 1]];
    if (one !== undefined && other !== undefined) result.splice(place, 2, other, one);
  }
  return result;
}

describe('frame assembler', () => {
  it('gives every frame whole, whatever the order and however often the packets come, over every wrap', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(200), { maxLength: 20 }), fc.nat(200), (frames, swaps, again) => {
        const packets = shuffled(frames.flatMap((frame) => frame.packets), swaps);
        const repeated = packets[again % packets.length];
        const seen = assemble(repeated === undefined ? packets : [...packets, repeated]);
        expect(seen.losses).toBe(0);
        expect(seen.frames.map(({ key }) => key)).toEqual(frames.map(({ key }) => key));
        expect(seen.frames.map(({ bytes }) => bytes.length)).toEqual(frames.map(({ packets: { length } }) => length * 20));
        expect(seen.frames.every(({ bytes }, index) => bytes[1] === index % 256)).toBe(true);
        const steps = seen.frames.slice(1).map(({ mediaMs }, index) => mediaMs - (seen.frames[index]?.mediaMs ?? 0));
        for (const step of steps) expect(step).toBeCloseTo(3_000 / 90, 6);
      }),
    );
  });

  it('never gives a frame that cannot be decoded: after a loss the next one is a key frame, and all up to the loss are there', () => {
    fc.assert(
      fc.property(stream, fc.nat(500), (frames, at) => {
        const packets = frames.flatMap((frame) => frame.packets);
        const lost = 1 + (at % packets.length);
        const lostIn = frames.find((frame) => frame.packets.includes(packets[lost] as Buffer))?.index ?? Infinity;
        // Enough later ones for the missing packet to be given up.
        const tail = Array.from({ length: 40 }, (_, index) => vp8({ index: frames.length + index, key: index === 0, packets: 4, firstSequence: (packets[0] as Buffer).readUInt16BE(2) + packets.length + index * 4, firstTicks: (packets[0] as Buffer).readUInt32BE(4) })).flat();
        const seen = assemble([...packets.filter((_, index) => index !== lost), ...tail]);
        const numbers = seen.frames.map(({ bytes }) => bytes[1]);
        const whole = [...frames.map(({ index, key }) => ({ index, key })), ...Array.from({ length: 40 }, (_, index) => ({ index: frames.length + index, key: index === 0 }))];
        const next = whole.findIndex(({ index, key }) => index > lostIn && key);
        const expected = lostIn === Infinity ? whole : [...whole.slice(0, lostIn), ...whole.slice(next)];
        expect(numbers).toEqual(expected.map(({ index }) => index % 256));
      }),
    );
  });

  it('survives any bytes', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 30 }), fc.constantFrom('video/VP8', 'video/H264'), (blobs, mimeType) => {
      assemble(blobs.map((blob) => Buffer.concat([Buffer.from([0x80]), blob])), mimeType);
    }));
  });

  it('says no to codecs that it cannot read', () => {
    expect(FrameAssembler.create({ mimeType: 'video/VP9', onFrame: () => undefined, onLoss: () => undefined })).toBeNull();
  });
});

describe('H.264', () => {
  const sps = Buffer.from([0x67, 0x4d, 0x00, 0x1f, 1]);
  const pps = Buffer.from([0x68, 2]);
  const idr = Buffer.from([0x65, ...Array.from({ length: 9 }, (_, index) => index)]);
  const delta = Buffer.from([0x41, 9, 9]);
  const code = Buffer.from([0, 0, 0, 1]);
  const length = (unit: Buffer) => Buffer.from([unit.length >> 8, unit.length & 0xff]);
  const aggregate = Buffer.concat([Buffer.from([24]), length(sps), sps, length(pps), pps]);
  const fragments = [
    Buffer.concat([Buffer.from([0x7c, 0x80 | 5]), idr.subarray(1, 4)]),
    Buffer.concat([Buffer.from([0x7c, 5]), idr.subarray(4, 8)]),
    Buffer.concat([Buffer.from([0x7c, 0x40 | 5]), idr.subarray(8)]),
  ];
  const keyFrame = [aggregate, ...fragments];
  const packets = (payloads: readonly Buffer[], first: number, ticks: number) => payloads.map((payload, index) => rtp({ sequence: first + index, ticks, marker: index === payloads.length - 1, payload }));

  it('puts aggregates, fragments and single units together with start codes, and names the codec', () => {
    const { frames } = assemble([...packets(keyFrame, 10, 0), ...packets([delta], 14, 3_000)], 'video/H264');
    expect(frames.map(({ key, codec }) => ({ key, codec }))).toEqual([{ key: true, codec: 'avc1.4d001f' }, { key: false, codec: 'avc1.4d001f' }]);
    expect(frames[0]?.bytes).toEqual(Buffer.concat([code, sps, code, pps, code, idr]));
    expect(frames[1]?.bytes).toEqual(Buffer.concat([code, delta]));
  });

  it('gives a later key frame the parameters that it comes without, and none that it never heard', () => {
    const later = assemble([...packets(keyFrame, 10, 0), ...packets([idr], 14, 3_000)], 'video/H264');
    expect(later.frames[1]?.bytes).toEqual(Buffer.concat([code, sps, code, pps, code, idr]));
    expect(assemble(packets([idr], 14, 3_000), 'video/H264')).toMatchObject({ frames: [], losses: 1 });
  });
});
