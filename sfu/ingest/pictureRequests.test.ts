import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PictureRequests } from './pictureRequests.ts';
import { readRtpHeader } from './rtpPacket.ts';
import { vp8Packet } from './syntheticCamera.ts';

const REQUEST = Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7]);

function begin() {
  const repeated: Buffer[] = [];
  const requests = new PictureRequests({ mimeType: 'video/VP8', repeat: (packet) => repeated.push(packet), askSource: () => undefined, onReplay: () => undefined });
  let frame = 0;
  const receiveFrame = (keyFrame: boolean) => {
    const packet = vp8Packet({ ssrc: 7, payloadType: 96, sequenceNumber: frame, timestamp: frame * 3_000, pictureId: frame, keyFrame, index: 0, of: 1 });
    frame += 1;
    requests.received(packet, readRtpHeader(packet)!);
  };
  return { requests, repeated, receiveFrame };
}

describe('PictureRequests', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('answers a viewer with the stored group while the source sends', () => {
    const { requests, repeated, receiveFrame } = begin();
    receiveFrame(true);
    receiveFrame(false);
    vi.advanceTimersByTime(100);
    requests.requested(REQUEST);
    expect(repeated).toHaveLength(2);
  });

  it('never passes the last picture of a silent source off as a live one', () => {
    const { requests, repeated, receiveFrame } = begin();
    receiveFrame(true);
    receiveFrame(false);
    vi.advanceTimersByTime(1_500);
    requests.requested(REQUEST);
    vi.advanceTimersByTime(1_000);
    expect(repeated).toHaveLength(0);
  });

  it('answers again once the source goes on', () => {
    const { requests, repeated, receiveFrame } = begin();
    receiveFrame(true);
    vi.advanceTimersByTime(1_500);
    requests.requested(REQUEST);
    receiveFrame(false);
    expect(repeated).toHaveLength(2);
  });
});
