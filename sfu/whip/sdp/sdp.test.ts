import fc from 'fast-check';
import { parse } from 'sdp-transform';
import { describe, expect, it } from 'vitest';
import type { HallMediaAbilities } from '../../ports/standardMedia.ts';
import { BROWSER_OFFER, ENCODER_OFFER } from '../rig/offers.ts';
import { readFragment, writeFragment } from './fragment.ts';
import { publishedTrack } from './publishedTrack.ts';
import { readOffer } from './readOffer.ts';
import { Refusal } from './refusal.ts';
import { writeAnswer } from './writeAnswer.ts';

const feedback = [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }, { type: 'goog-remb' }, { type: 'transport-cc' }];
const h264 = (profile: string) => ({ kind: 'video' as const, mimeType: 'video/H264', clockRate: 90_000, channels: 1, parameters: { 'packetization-mode': 1, 'profile-level-id': profile, 'level-asymmetry-allowed': 1 }, rtcpFeedback: feedback });
const EXTENSIONS = ['urn:ietf:params:rtp-hdrext:sdes:mid', 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01'];
const abilities: HallMediaAbilities = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: {}, rtcpFeedback: [{ type: 'transport-cc' }] },
    { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, channels: 1, parameters: {}, rtcpFeedback: feedback },
    h264('42e01f'),
    h264('64001f'),
  ],
  extensions: (['audio', 'video'] as const).flatMap((kind) => EXTENSIONS.map((uri, index) => ({ kind, uri, id: index + 1, receives: true, sends: false }))),
};
const transport = {
  iceParameters: { usernameFragment: 'hallufrag', password: 'hallpasswordhallpassword' },
  iceCandidates: [{ foundation: 'udpcandidate', priority: 1_076_302_079, address: '10.1.1.1', port: 30_000, protocol: 'udp' as const, tcpType: null }, { foundation: 'tcpcandidate', priority: 1_076_276_479, address: '10.1.1.1', port: 30_000, protocol: 'tcp' as const, tcpType: 'passive' as const }],
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};
const answered = (text: string) => {
  const offer = readOffer(text);
  const taken = offer.sections.filter(({ sends }) => sends).flatMap((section) => publishedTrack(section, abilities) ?? []);
  return { offer, taken, sdp: parse(writeAnswer({ offer, sections: taken.map(({ answer }) => answer), transport })) };
};
const outcomeOf = (text: string): 'answered' | 'refused' | 'broken' => {
  try {
    return answered(text).sdp.media.length > 0 ? 'answered' : 'broken';
  } catch (error) {
    return error instanceof Refusal ? 'refused' : 'broken';
  }
};
const statusOf = (text: string): number => {
  try {
    readOffer(text);
    return 201;
  } catch (error) {
    return error instanceof Refusal ? error.status : 500;
  }
};

describe('an offer and its answer', () => {
  it('of a browser: every line is answered in order, three layers lowest first, extensions in its own numbers', () => {
    const { taken, sdp } = answered(BROWSER_OFFER);
    expect(sdp.media.map(({ type, port, direction }) => [type, port === 0, direction])).toEqual([['audio', false, 'recvonly'], ['video', false, 'recvonly'], ['application', true, 'inactive']]);
    expect(sdp.groups).toEqual([{ type: 'BUNDLE', mids: '0 1' }]);
    expect(sdp.icelite).toBe('ice-lite');
    const video = taken[1]!.track.rtpParameters;
    expect(video.encodings).toEqual([{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }]);
    expect(video.codecs.map(({ mimeType, payloadType }) => [mimeType, payloadType])).toEqual([['video/VP8', 96], ['video/rtx', 97]]);
    expect(video.headerExtensions).toContainEqual({ uri: EXTENSIONS[1], id: 10 });
    // One way of estimating the bandwidth: the newer one, which this offer has whole.
    expect(video.codecs[0]?.rtcpFeedback?.map(({ type }) => type)).not.toContain('goog-remb');
    expect(sdp.media[1]).toMatchObject({ setup: 'passive', rtcpMux: 'rtcp-mux', payloads: '96 97', simulcast: { dir1: 'recv', list1: 'l;m;h' } });
    expect(sdp.media[1]?.candidates?.map(({ transport: protocol, tcptype }) => [protocol, tcptype])).toEqual([['udp', undefined], ['tcp', 'passive']]);
  });

  it('of an encoder: H.264 under its SSRC, Opus whatever its letters', () => {
    const { taken, sdp } = answered(ENCODER_OFFER);
    expect(taken.map(({ track }) => [track.rtpParameters.codecs[0]?.mimeType, track.rtpParameters.encodings])).toEqual([['audio/opus', [{ ssrc: 1_383_024_430 }]], ['video/H264', [{ ssrc: 1_383_024_431 }]]]);
    expect(sdp.media[1]?.fmtp).toEqual([{ payload: 96, config: 'profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1' }]);
  });

  it.each([
    ['42001f', 1, '42e01f'],
    ['42c01f', 1, '42e01f'],
    ['640c34', 1, '64001f'],
    ['42e01f', 0, '42e01f'],
    ['f4001f', 1, undefined],
  ])('H.264 of profile %s in mode %d is taken as %s', (profile, mode, as) => {
    const { taken } = answered(ENCODER_OFFER.replace('profile-level-id=42e01f;packetization-mode=1', `profile-level-id=${profile};packetization-mode=${mode}`));
    expect(taken.find(({ track }) => track.kind === 'video')?.track.rtpParameters.codecs[0]?.parameters?.['profile-level-id']).toBe(as);
  });

  it.each([
    ['nothing', '', 400],
    ['another text', 'hello', 400],
    ['no media', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n', 400],
    ['no ICE', ENCODER_OFFER.replace(/a=ice-pwd:.*\r\n/, ''), 400],
    ['no fingerprint', ENCODER_OFFER.replace(/a=fingerprint:.*\r\n/, ''), 400],
    ['one mid twice', ENCODER_OFFER.replace('a=mid:1', 'a=mid:0'), 400],
    ['no bundle', ENCODER_OFFER.replace('a=group:BUNDLE 0 1', 'a=group:BUNDLE 0'), 422],
    ['no rtcp-mux', ENCODER_OFFER.replaceAll('a=rtcp-mux\r\n', ''), 422],
    ['layers nobody declared', BROWSER_OFFER.replace('a=rid:m send\r\n', ''), 422],
    ['plain RTP', ENCODER_OFFER.replaceAll('UDP/TLS/RTP/SAVPF', 'RTP/AVP'), 422],
    ['a line without end', `${ENCODER_OFFER}a=${'x'.repeat(10_000)}`, 400],
  ])('%s is refused', (_, text, status) => {
    expect(statusOf(text)).toBe(status);
  });

  it('is read or refused, whatever becomes of its lines', () => {
    const all = [...new Set(`${BROWSER_OFFER}${ENCODER_OFFER}`.split('\r\n'))].filter((line) => line !== '');
    const odd = fc.oneof(fc.constantFrom(...all), fc.string({ maxLength: 40 }), fc.constantFrom(...all).map((line) => line.replaceAll(/[a-z]+/gi, '7')), fc.constantFrom(...all).map((line) => line.slice(0, 12)));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), odd, fc.boolean()), { maxLength: 12 }), fc.constantFrom(BROWSER_OFFER, ENCODER_OFFER), (changes, base) => {
        const lines = base.split('\r\n');
        for (const [at, line, insert] of changes) lines.splice(at + 1, insert ? 0 : 1, line);
        return outcomeOf(lines.join('\r\n')) !== 'broken';
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a fragment', () => {
  it('tells the client of its new ICE, and the hall of the client’s', () => {
    const written = writeFragment({ ...transport, line: { type: 'audio', protocol: 'UDP/TLS/RTP/SAVPF', mid: '0' } });
    expect(written.startsWith('a=ice-ufrag:hallufrag\r\na=ice-pwd:hallpasswordhallpassword\r\n')).toBe(true);
    expect(written).not.toMatch(/^[vost]=/m);
    expect(readFragment(written)).toEqual({ iceUfrag: 'hallufrag', icePwd: 'hallpasswordhallpassword' });
    expect(() => readFragment('a=ice-ufrag:abcd\r\n')).toThrow(Refusal);
  });
});
