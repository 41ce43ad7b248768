import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRtpOf, vp8Packet } from './rtpPacket.ts';

const packetOf = (options: Partial<Parameters<typeof vp8Packet>[0]> = {}) =>
  vp8Packet({ payloadType: 96, ssrc: 7, sequenceNumber: 1, timestamp: 1_500, pictureId: 1, bytes: 1_100, ...options });

describe('an RTP packet of VP8', () => {
  it('is as long as it was ordered and counts on past what its fields hold', () => {
    fc.assert(fc.property(fc.nat(), fc.integer({ min: 0, max: 2 ** 40 }), fc.nat(), fc.integer({ min: 30, max: 1_400 }), (sequenceNumber, timestamp, pictureId, bytes) => {
      const packet = packetOf({ sequenceNumber, timestamp, pictureId, bytes });
      expect(packet.length).toBe(bytes);
      expect(packet.readUInt16BE(2)).toBe(sequenceNumber % 2 ** 16);
      expect(packet.readUInt32BE(4)).toBe(timestamp % 2 ** 32);
      expect(packet.readUInt16BE(14)).toBe(2 ** 15 + (pictureId % 2 ** 15));
    }));
  });

  it('is a whole key frame whose descriptor has a picture id', () => {
    const packet = packetOf();
    expect([packet[0], packet[1], packet.readUInt32BE(8)]).toEqual([0x80, 0x80 | 96, 7]);
    expect([...packet.subarray(12, 14)]).toEqual([0x90, 0x80]);
    expect((packet[16] ?? 1) & 1, 'P bit').toBe(0);
    expect(packet.readUIntLE(16, 3) >> 5, 'first partition').toBe(packet.length - 26);
    expect([...packet.subarray(19, 22)]).toEqual([0x9d, 0x01, 0x2a]);
  });

  it('is told from RTCP and from other payloads', () => {
    expect(isRtpOf(96, packetOf())).toBe(true);
    expect(isRtpOf(97, packetOf())).toBe(false);
    expect(isRtpOf(96, Buffer.from([0x80, 200, 0, 6, ...Array<number>(24).fill(0)])), 'sender report').toBe(false);
    expect(isRtpOf(96, Buffer.alloc(0))).toBe(false);
  });
});
