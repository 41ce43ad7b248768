import { randomInt } from 'node:crypto';
import { write, type MediaDescription, type SessionDescription } from 'sdp-transform';
import type { Feedback, IceCandidate, IceParameters, SentTrack, StandardTransport } from '../../ports/standardMedia.ts';
import type { Offer, OfferedCodec, OfferedExtension, OfferedLine, OfferedSection } from './offer.ts';

export type AnsweredSection = {
  readonly section: OfferedSection;
  readonly direction: 'recvonly' | 'sendonly';
  readonly codecs: readonly { readonly offered: OfferedCodec; readonly rtcpFeedback: readonly Feedback[]; readonly rtxPayloadType: number | null }[];
  readonly extensions: readonly OfferedExtension[];
  /** What the hall sends here; null where it receives. */
  readonly stream: SentTrack | null;
};

type AnswerOptions = {
  readonly offer: Offer;
  readonly sections: readonly AnsweredSection[];
  readonly transport: Pick<StandardTransport, 'iceParameters' | 'iceCandidates' | 'fingerprints'>;
};

/** Of every m-line of the offer one, in its order; what the hall has no use for gets port 0. */
export function writeAnswer({ offer, sections, transport }: AnswerOptions): string {
  const answered = new Map(sections.map((section) => [section.section.index, section]));
  const description: SessionDescription = {
    version: 0,
    origin: { username: '-', sessionId: randomInt(1, 2 ** 47), sessionVersion: 1, netType: 'IN', ipVer: 4, address: '127.0.0.1' },
    name: '-',
    timing: { start: 0, stop: 0 },
    icelite: 'ice-lite',
    groups: [{ type: 'BUNDLE', mids: sections.map(({ section }) => section.mid).join(' ') }],
    extmapAllowMixed: 'extmap-allow-mixed',
    msidSemantic: { semantic: 'WMS', token: '*' },
    media: offer.lines.map((line, index) => {
      const section = answered.get(index);
      return section === undefined ? refusedLine(line) : answeredLine(section, line, offer, transport);
    }),
  };
  return write(description);
}

function refusedLine({ type, protocol, payloads, mid }: OfferedLine): MediaDescription {
  return { type, port: 0, protocol, payloads, connection: { version: 4, ip: '0.0.0.0' }, direction: 'inactive', rtp: [], fmtp: [], ...(mid === null ? {} : { mid }) };
}

function answeredLine(answered: AnsweredSection, line: OfferedLine, { setup }: Offer, transport: AnswerOptions['transport']): MediaDescription {
  const { section, direction, codecs, extensions, stream } = answered;
  const { iceParameters, iceCandidates, fingerprints } = transport;
  const [fingerprint] = fingerprints;
  const payloadTypes = codecs.flatMap(({ offered, rtxPayloadType }) => (rtxPayloadType === null ? [offered.payloadType] : [offered.payloadType, rtxPayloadType]));
  return {
    type: section.kind,
    // Never used: the candidates say where to go.
    port: 9,
    protocol: line.protocol,
    payloads: payloadTypes.join(' '),
    connection: { version: 4, ip: '0.0.0.0' },
    rtcp: { port: 9, netType: 'IN', ipVer: 4, address: '0.0.0.0' },
    mid: section.mid,
    ...iceOf(iceParameters, iceCandidates),
    ...(fingerprint === undefined ? {} : { fingerprint: { type: fingerprint.algorithm, hash: fingerprint.value } }),
    setup: setup === 'passive' ? 'active' : 'passive',
    direction,
    rtcpMux: 'rtcp-mux',
    rtcpRsize: 'rtcp-rsize',
    ext: extensions.map(({ uri, id }) => ({ value: id, uri })),
    rtp: codecs.flatMap(({ offered, rtxPayloadType }) => rtpOf(offered, rtxPayloadType)),
    rtcpFb: codecs.flatMap(({ offered, rtcpFeedback }) => rtcpFeedback.map(({ type, parameter }) => ({ payload: offered.payloadType, type, ...(parameter === undefined ? {} : { subtype: parameter }) }))),
    fmtp: codecs.flatMap(({ offered, rtxPayloadType }) => [
      ...(offered.format === null ? [] : [{ payload: offered.payloadType, config: offered.format }]),
      ...(rtxPayloadType === null ? [] : [{ payload: rtxPayloadType, config: `apt=${offered.payloadType}` }]),
    ]),
    ...(section.rids.length === 0 || direction === 'sendonly' ? {} : layersOf(section.rids)),
    ...(stream === null ? {} : streamOf(stream)),
  };
}

function rtpOf({ payloadType, mimeType, clockRate, channels }: OfferedCodec, rtxPayloadType: number | null): MediaDescription['rtp'] {
  const codec = mimeType.slice(mimeType.indexOf('/') + 1);
  const media = { payload: payloadType, codec, rate: clockRate, ...(channels > 1 ? { encoding: channels } : {}) };
  return rtxPayloadType === null ? [media] : [media, { payload: rtxPayloadType, codec: 'rtx', rate: clockRate }];
}

function layersOf(rids: readonly string[]): Pick<MediaDescription, 'rids' | 'simulcast'> {
  return { rids: rids.map((id) => ({ id, direction: 'recv' })), simulcast: { dir1: 'recv', list1: rids.join(';') } };
}

function streamOf({ kind, ssrc, rtxSsrc, cname }: SentTrack): Pick<MediaDescription, 'msid' | 'ssrcs' | 'ssrcGroups'> {
  const ssrcs = rtxSsrc === null ? [ssrc] : [ssrc, rtxSsrc];
  return {
    msid: [{ id: 'hall', appdata: kind }],
    ssrcs: ssrcs.map((id) => ({ id, attribute: 'cname', value: cname })),
    ...(rtxSsrc === null ? {} : { ssrcGroups: [{ semantics: 'FID', ssrcs: `${ssrc} ${rtxSsrc}` }] }),
  };
}

/** The hall's end of ICE as attributes of an m-line. */
export function iceOf({ usernameFragment, password }: IceParameters, candidates: readonly IceCandidate[]): Pick<MediaDescription, 'iceUfrag' | 'icePwd' | 'candidates' | 'endOfCandidates'> {
  return {
    iceUfrag: usernameFragment,
    icePwd: password,
    candidates: candidates.map(({ foundation, priority, address, port, protocol, tcpType }) => ({
      foundation,
      component: 1,
      transport: protocol,
      priority,
      ip: address,
      port,
      type: 'host',
      ...(tcpType === null ? {} : { tcptype: tcpType }),
    })),
    endOfCandidates: 'end-of-candidates',
  };
}
