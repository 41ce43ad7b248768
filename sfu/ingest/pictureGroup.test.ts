import { describe, expect, it } from 'vitest';
import { isKeyFrameStart } from './keyFrameStart.ts';
import { PictureGroup } from './pictureGroup.ts';
import { readRtpHeader } from './rtpPacket.ts';
import { vp8Packet } from './syntheticCamera.ts';

const PACKETS_PER_FRAME = 2;

/** Packets of frames `from` to `to`, a key frame every ten; sequence numbers wrap within the first group. */
function frames(from: number, to: number): Buffer[] {
  const packets: Buffer[] = [];
  for (let frame = from; frame < to; frame++) {
    for (let index = 0; index < PACKETS_PER_FRAME; index++) {
      packets.push(
        vp8Packet({
          ssrc: 7,
          payloadType: 96,
          sequenceNumber: 65_530 + frame * PACKETS_PER_FRAME + index,
          timestamp: 0xffff_f000 + frame * 3_000,
          pictureId: frame,
          keyFrame: frame % 10 === 0,
          index,
          of: PACKETS_PER_FRAME,
        }),
      );
    }
  }
  return packets;
}

function fill(group: PictureGroup, packets: readonly Buffer[]): void {
  for (const packet of packets) {
    const header = readRtpHeader(packet);
    if (header === null) throw new Error('the builder made no RTP');
    group.add(packet, header, isKeyFrameStart('video/VP8', packet.subarray(header.payloadStart, header.payloadEnd)));
  }
}

const sequenceNumbers = (packets: readonly Buffer[]): number[] => packets.map((packet) => packet.readUInt16BE(2));

describe('picture group', () => {
  it('is empty until a key frame begins', () => {
    const group = new PictureGroup();
    fill(group, frames(1, 9));
    expect(group.isWhole).toBe(false);
    expect(group.replay()).toEqual([]);
  });

  it('keeps everything since the last key frame, across the wrap of sequence numbers', () => {
    const group = new PictureGroup();
    fill(group, frames(0, 5));
    expect(sequenceNumbers(group.replay())).toEqual(sequenceNumbers(frames(0, 5)));
    fill(group, frames(5, 13));
    expect(sequenceNumbers(group.replay())).toEqual(sequenceNumbers(frames(10, 13)));
    expect(group.isWhole && group.endsWithFrame).toBe(true);
  });

  it('takes late packets to their place and repeated ones not at all', () => {
    const group = new PictureGroup();
    const [a, b, c, d] = frames(0, 2) as [Buffer, Buffer, Buffer, Buffer];
    fill(group, [a, c]);
    expect(group.isWhole).toBe(false);
    fill(group, [d, b, b, a]);
    expect(group.isWhole).toBe(true);
    expect(sequenceNumbers(group.replay())).toEqual(sequenceNumbers([a, b, c, d]));
  });

  it('is not whole with a hole, and says when the newest frame is unfinished', () => {
    const group = new PictureGroup();
    const packets = frames(0, 3);
    fill(group, packets.slice(0, -1));
    expect(group).toMatchObject({ isWhole: true, endsWithFrame: false });
    fill(group, frames(4, 5));
    expect(group).toMatchObject({ isWhole: false, endsWithFrame: true });
  });

  it('replays in less than one frame of time just behind the newest, each frame with a time of its own', () => {
    const group = new PictureGroup();
    const packets = frames(0, 8);
    fill(group, packets);
    const newest = (packets.at(-1) as Buffer).readUInt32BE(4);
    const times = group.replay().map((packet) => (packet.readUInt32BE(4) - newest) >>> 0);
    expect(new Set(times).size).toBe(8);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(0);
    expect(times.at(-1)).toBeLessThan(3_000);
    // The kept packets stay as they came.
    expect((packets[0] as Buffer).readUInt32BE(4)).toBe(0xffff_f000);
  });

  it('gives up a group that grows beyond what a replay may send', () => {
    const group = new PictureGroup();
    const packets = Array.from({ length: 1_500 }, (_, index) =>
      vp8Packet({ ssrc: 7, payloadType: 96, sequenceNumber: index, timestamp: index * 3_000, pictureId: index, keyFrame: index === 0, index: 0, of: 1 }),
    );
    fill(group, packets);
    expect(group.replay()).toEqual([]);
  });
});
