import { describe, expect, it } from 'vitest';
import { aLawOf, ofALaw, toneALaw } from './aLaw.ts';
import { Ear } from './ear.ts';
import { rtpPacket } from './streamSender.ts';

const speak = (ear: Ear, toneHz: number, packets: number): void => {
  for (let index = 0; index < packets; index += 1) {
    ear.packet(rtpPacket({ payloadType: 8, isLast: false, sequenceNumber: index, ticks: index * 160, ssrc: 1, payload: toneALaw({ from: index * 160, count: 160, toneHz }) }));
  }
};

describe('the ear', () => {
  it('tells the tone and how loud it is', () => {
    const ear = new Ear();
    speak(ear, 700, 60);
    expect(ear.heard()).toMatchObject({ packets: 60, toneHz: expect.closeTo(700, -1), levelDb: expect.closeTo(-15.3, 0) });
    speak(ear, 1_500, 60);
    expect(ear.heard().toneHz).toBeCloseTo(1_500, -1);
  });

  it('tells no tone of silence, nor before it has heard enough', () => {
    const ear = new Ear();
    expect(ear.heard()).toEqual({ packets: 0, levelDb: -120, toneHz: null });
    speak(ear, 700, 10);
    expect(ear.heard().toneHz).toBeNull();
    for (let index = 0; index < 60; index += 1) ear.packet(Buffer.concat([Buffer.from([0x80, 8]), Buffer.alloc(10), Buffer.alloc(160, aLawOf(0))]));
    expect(ear.heard().toneHz).toBeNull();
  });
});

describe('A-law', () => {
  it('gives every sample back within its step', () => {
    for (let sample = -32_000; sample <= 32_000; sample += 97) expect(Math.abs(ofALaw(aLawOf(sample)) - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 16));
  });

  it('has the bytes of G.711', () => {
    expect([aLawOf(0), aLawOf(32_767), aLawOf(-32_768)]).toEqual([0xd5, 0xaa, 0x2a]);
  });
});
