import { describe, expect, it } from 'vitest';
import { GbSdpError, legAnswerOf, parseGbSdp, transportOf, writeGbSdp } from './gbSdp.ts';

const answer = (media: string, more = ''): Buffer => Buffer.from(`v=0\r\no=1 0 0 IN IP4 10.0.0.9\r\ns=Play\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=${media}\r\n${more}y=0100000001\r\nf=v/2/5/25/1/1024a///\r\n`);

describe('SDP of GB/T 28181', () => {
  it('reads one payload type as it reads several, named or of old', () => {
    expect(legAnswerOf(parseGbSdp(answer('video 6000 RTP/AVP 96')))).toEqual({ host: '10.0.0.9', port: 6_000, ssrc: 100_000_001, payloads: new Map([[96, 'PS']]) });
    expect([...legAnswerOf(parseGbSdp(answer('video 6000 RTP/AVP 98 126', 'a=rtpmap:126 H265/90000\r\n'))).payloads]).toEqual([[98, 'H264'], [126, 'H265']]);
  });

  it('comes back as it was written, and says who connects', () => {
    const written = writeGbSdp({ name: 'Playback', owner: '1', host: '10.0.0.1', port: 33_000, media: 'video', direction: 'recvonly', transport: 'tcpActive', payloads: [[96, 'PS']], ssrc: '1000000007', recording: { uri: '3:0', from: 1_000_000, to: 2_000_000 } });
    expect(written.toString()).toMatch(/u=3:0\r\n[\s\S]*t=1000 2000\r\n[\s\S]*m=video 33000 TCP\/RTP\/AVP 96\r\n[\s\S]*a=setup:active\r\na=connection:new\r\na=recvonly\r\ny=1000000007\r\n$/);
    expect(legAnswerOf(parseGbSdp(written))).toMatchObject({ host: '10.0.0.1', port: 33_000, ssrc: 1_000_000_007 });
    // What the other side does actively the hall takes passively.
    expect(transportOf(parseGbSdp(written))).toBe('tcpPassive');
  });

  it.each(['nothing', 'v=0\r\n', 'v=0\r\ns=x\r\nm=video 0 RTP/AVP 96\r\n', 'v=0\r\nc=IN IP4 evil;rm\r\nm=video 5 RTP/AVP 96\r\n', `v=0\r\n${'a=x\r\n'.repeat(8_000)}`])('refuses what is none (%#)', (text) => {
    expect(() => legAnswerOf(parseGbSdp(Buffer.from(text)))).toThrow(GbSdpError);
  });
});
