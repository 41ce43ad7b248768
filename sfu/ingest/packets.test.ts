import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKeyFrameStart } from './keyFrameStart.ts';
import { isKeyFrameRequest, isSenderReportOf } from './rtcpPacket.ts';
import { isRtcp, readRtpHeader } from './rtpPacket.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('RTP header', () => {
  it('reads fields, contributing sources, extension and padding', () => {
    //                  V2 P X CC=1  M pt=96
    const packet = hex('b1 e0 0102 00000bb8 0000002a 11111111 bede0001 aabbccdd 90 8001 00 00000003');
    expect(readRtpHeader(packet)).toEqual({
      payloadType: 96, marker: true, sequenceNumber: 0x0102, timestamp: 3_000, ssrc: 42, payloadStart: 24, payloadEnd: 29,
    });
  });

  it.each([
    ['too short', '80600001000000010000002a'],
    ['version 1', '40600001000000010000002a00'],
    ['an extension beyond the end', '90600001000000010000002abede00ff00'],
    ['padding beyond the payload', 'a0600001000000010000002a0009'],
    ['padding of nothing', 'a0600001000000010000002a0000'],
  ])('refuses %s', (_, text) => {
    expect(readRtpHeader(hex(text))).toBeNull();
  });

  it('never throws, whatever comes, and its payload lies inside the datagram', () => {
    const check = fc.check(
      fc.property(fc.uint8Array({ maxLength: 1_600 }), (bytes) => {
        const packet = Buffer.from(bytes);
        const header = readRtpHeader(packet);
        if (header === null) return true;
        const payload = packet.subarray(header.payloadStart, header.payloadEnd);
        for (const mimeType of ['video/VP8', 'video/H264', 'audio/opus'] as const) isKeyFrameStart(mimeType, payload);
        isSenderReportOf(packet, 42);
        isKeyFrameRequest(packet);
        return header.payloadStart <= header.payloadEnd && header.payloadEnd <= packet.length;
      }),
    );
    expect(check.counterexample).toBeNull();
  });
});

describe('RTCP', () => {
  const report = hex('80c80006 0000002a 0000000000000000 00000000 00000000 00000000');

  it('takes a whole sender report of the source, alone or with its description', () => {
    expect(isRtcp(report)).toBe(true);
    expect(isSenderReportOf(report, 42)).toBe(true);
    expect(isSenderReportOf(Buffer.concat([report, hex('81ca0002 0000002a 01016100')]), 42)).toBe(true);
  });

  it('refuses another source, another type, and a length that lies', () => {
    expect(isSenderReportOf(report, 43)).toBe(false);
    expect(isSenderReportOf(hex('80c90001 0000002a'), 42)).toBe(false);
    expect(isSenderReportOf(hex('80c800ff 0000002a 0000000000000000 00000000 00000000 00000000'), 42)).toBe(false);
    expect(isSenderReportOf(report.subarray(0, 20), 42)).toBe(false);
  });

  it('knows PLI and FIR from other feedback', () => {
    expect(isKeyFrameRequest(hex('81ce0002 00000000 0000002a'))).toBe(true);
    expect(isKeyFrameRequest(hex('84ce0004 00000000 00000000 0000002a 01000000'))).toBe(true);
    expect(isKeyFrameRequest(hex('81cd0003 00000000 0000002a 00010000'))).toBe(false);
  });
});

describe('key frame start', () => {
  it.each([
    ['VP8 key frame with 15-bit picture id', 'video/VP8', '90808001 10', true],
    ['VP8 key frame with 7-bit picture id and temporal layer', 'video/VP8', '90e0010200 10', true],
    ['VP8 key frame without extension', 'video/VP8', '10 10', true],
    ['VP8 delta frame', 'video/VP8', '90808001 11', false],
    ['VP8 key frame, not its beginning', 'video/VP8', '80808001 10', false],
    ['VP8 cut short', 'video/VP8', '9080', false],
    ['H264 parameter set', 'video/H264', '6742e01f', true],
    ['H264 parameter set inside STAP-A', 'video/H264', '78 0002 0910 0004 6742e01f', true],
    ['H264 STAP-A without one', 'video/H264', '78 0002 0910 0002 68ce', false],
    ['H264 IDR slice, which no worker takes for the start', 'video/H264', '65880000', false],
    ['H264 FU-A of a parameter set', 'video/H264', '7c87 00', true],
    ['H264 FU-A of a slice', 'video/H264', '7c81 00', false],
    ['Opus', 'audio/opus', '10 10', false],
  ] as const)('%s', (_, mimeType, payload, expected) => {
    expect(isKeyFrameStart(mimeType, hex(payload))).toBe(expected);
  });
});
