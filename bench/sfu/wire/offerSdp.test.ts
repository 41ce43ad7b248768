import { describe, expect, it } from 'vitest';
import { fingerprintOf, offerSdp, videoPayloadTypeOf } from './offerSdp.ts';

const offer = offerSdp({
  ice: { usernameFragment: 'some', password: 'secret' },
  fingerprint: { algorithm: 'sha-256', value: 'AB:CD' },
  candidate: { foundation: 'udpcandidate', priority: 1_076_302_079, ip: '127.0.0.1', port: 26_100 },
  mid: '0',
  payloadType: 101,
  ssrc: 42,
  cname: 'feed',
  feedback: ['nack', 'nack pli'],
});

describe('the offer of a forwarder', () => {
  it('says before its one section that it is ice-lite, and what is bundled', () => {
    const session = offer.slice(0, offer.indexOf('m='));
    expect(session.split('\r\n')).toEqual(expect.arrayContaining(['v=0', 'a=ice-lite', 'a=group:BUNDLE 0']));
    expect(offer.match(/^m=/gm)).toHaveLength(1);
    expect(offer.endsWith('\r\n')).toBe(true);
    expect(offer.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('names stream, codec, feedback and the way to it in its section', () => {
    const section = offer.slice(offer.indexOf('m=')).split('\r\n');
    expect(section).toEqual(expect.arrayContaining([
      'm=video 9 UDP/TLS/RTP/SAVPF 101', 'a=mid:0', 'a=sendonly', 'a=rtpmap:101 VP8/90000', 'a=rtcp-fb:101 nack', 'a=rtcp-fb:101 nack pli',
      'a=ssrc:42 cname:feed', 'a=candidate:udpcandidate 1 udp 1076302079 127.0.0.1 26100 typ host', 'a=ice-ufrag:some', 'a=ice-pwd:secret',
    ]));
  });

  it('is read by what reads those of others', () => {
    expect(fingerprintOf(offer)).toEqual({ algorithm: 'sha-256', value: 'AB:CD' });
    expect(videoPayloadTypeOf(offer)).toBe(101);
    expect(() => fingerprintOf('v=0\r\n')).toThrow('without a fingerprint');
    expect(() => videoPayloadTypeOf('v=0\r\n')).toThrow('no video');
  });
});
