export type OfferedVideo = {
  readonly ice: { readonly usernameFragment: string; readonly password: string };
  /** Upper-case pairs of hexadecimal digits with colons. */
  readonly fingerprint: { readonly algorithm: string; readonly value: string };
  readonly candidate: { readonly foundation: string; readonly priority: number; readonly ip: string; readonly port: number };
  readonly mid: string;
  readonly payloadType: number;
  readonly ssrc: number;
  readonly cname: string;
  /** As in a=rtcp-fb, e.g. `nack pli`. */
  readonly feedback: readonly string[];
};

/** What an ice-lite server with one VP8 stream to send says to a viewer (RFC 8829): as little as is right. */
export function offerSdp({ ice, fingerprint, candidate, mid, payloadType, ssrc, cname, feedback }: OfferedVideo): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mid}`,
    'a=msid-semantic: WMS *',
    `m=video 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    'a=sendonly',
    'a=rtcp-mux',
    'a=setup:actpass',
    `a=ice-ufrag:${ice.usernameFragment}`,
    `a=ice-pwd:${ice.password}`,
    `a=fingerprint:${fingerprint.algorithm} ${fingerprint.value}`,
    `a=rtpmap:${payloadType} VP8/90000`,
    ...feedback.map((kind) => `a=rtcp-fb:${payloadType} ${kind}`),
    `a=ssrc:${ssrc} cname:${cname}`,
    `a=candidate:${candidate.foundation} 1 udp ${candidate.priority} ${candidate.ip} ${candidate.port} typ host`,
    'a=end-of-candidates',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Of an answer. Errors: it has none. */
export function fingerprintOf(sdp: string): { algorithm: string; value: string } {
  const [, algorithm, value] = /^a=fingerprint:(\S+) (\S+)\s*$/m.exec(sdp) ?? [];
  if (algorithm === undefined || value === undefined) {
    throw new Error('a viewer answered without a fingerprint');
  }
  return { algorithm: algorithm.toLowerCase(), value: value.toUpperCase() };
}

/** Of the first payload in the video section of somebody's offer. Errors: it has none. */
export function videoPayloadTypeOf(sdp: string): number {
  const found = /^m=video \d+ \S+ (\d+)/m.exec(sdp)?.[1];
  if (found === undefined) {
    throw new Error('an offer has no video');
  }
  return Number(found);
}
