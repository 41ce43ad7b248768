import type { MediaDescription, SessionDescription } from 'sdp-transform';
import type { DtlsParametersInput } from '#protocol/media/rtp.ts';
import type { Offer, OfferedLine, OfferedSection } from './offer.ts';
import { parseSdp } from './parseSdp.ts';
import { readCodecs } from './readCodecs.ts';
import { readStreams } from './readStreams.ts';
import { Refusal } from './refusal.ts';
import { wordOf } from './wordOf.ts';

const MAX_SECTIONS = 16;
const PROTOCOLS = new Set(['UDP/TLS/RTP/SAVPF', 'UDP/TLS/RTP/SAVP', 'TCP/TLS/RTP/SAVPF']);
const ALGORITHMS = ['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'] as const;
/** RFC 8839: ufrag 4 to 256, pwd 22 to 256 of these. */
const ICE_CHARS = /^[A-Za-z0-9+/_=-]+$/;

/** What an encoder or player offers, bounded and with everything the hall needs. Errors: Refusal 400 (not SDP, or not as WebRTC wants it), 422 (cannot be served). */
export function readOffer(text: string): Offer {
  const sdp = parseSdp(text);
  const { media } = sdp;
  if (media.length === 0 || media.length > MAX_SECTIONS) {
    throw new Refusal(400, `SDP 应有 1 至 ${MAX_SECTIONS} 个 m= 行。`);
  }
  const open = media.map((line, index) => ({ line, index })).filter(({ line }) => isOpen(line));
  const sections = open.map(({ line, index }) => readSection(line, index, sdp));
  checkMids(sections.map(({ mid }) => mid));
  checkBundle(sdp, sections);
  const first = open[0]?.line;
  if (first === undefined) {
    throw new Refusal(422, 'SDP 中没有可用的音视频 m= 行。');
  }
  return { ...readIce(sdp, first), ...readDtls(sdp, first), lines: media.map(lineOf), sections };
}

/** A line with port 0 was given up by its writer, unless it only waits for its bundle (RFC 9143). */
function isOpen(line: MediaDescription): boolean {
  return (line.type === 'audio' || line.type === 'video') && PROTOCOLS.has(line.protocol) && (line.port !== 0 || line.bundleOnly !== undefined);
}

function readSection(line: MediaDescription, index: number, sdp: SessionDescription): OfferedSection {
  const kind = line.type === 'audio' ? 'audio' : 'video';
  if (line.rtcpMux === undefined) {
    throw new Refusal(422, '需要 a=rtcp-mux：RTP 与 RTCP 必须共用端口。');
  }
  const direction = line.direction ?? sdp.direction ?? 'sendrecv';
  return {
    index,
    kind,
    mid: line.mid === undefined ? String(index) : wordOf(line.mid),
    sends: direction === 'sendonly' || direction === 'sendrecv',
    receives: direction === 'recvonly' || direction === 'sendrecv',
    codecs: readCodecs(line, kind),
    extensions: (line.ext ?? []).filter((extension) => extension['encrypt-uri'] === undefined && extension.value >= 1 && extension.value <= 14).map(({ uri, value }) => ({ uri: wordOf(uri), id: value })),
    ...readStreams(line),
  };
}

function lineOf({ type, protocol, payloads, mid }: MediaDescription): OfferedLine {
  return { type, protocol, payloads: wordOf(payloads) || '0', mid: mid === undefined ? null : wordOf(mid) };
}

function checkMids(mids: readonly string[]): void {
  if (mids.some((mid) => !/^[!-~]{1,32}$/.test(mid)) || new Set(mids).size !== mids.length) {
    throw new Refusal(400, 'SDP 的 a=mid 重复或无效。');
  }
}

/** One transport carries all; what is not bundled would need another. */
function checkBundle(sdp: SessionDescription, sections: readonly OfferedSection[]): void {
  const bundle = sdp.groups?.find(({ type }) => type === 'BUNDLE');
  const bundled = new Set(wordOf(bundle?.mids).split(' '));
  if (sections.length > 1 && sections.some(({ mid }) => !bundled.has(mid))) {
    throw new Refusal(422, '需要 a=group:BUNDLE 包含全部音视频：大厅只用一个传输通道。');
  }
}

function readIce(sdp: SessionDescription, line: MediaDescription): Pick<Offer, 'iceUfrag' | 'icePwd'> {
  const iceUfrag = wordOf(line.iceUfrag ?? sdp.iceUfrag);
  const icePwd = wordOf(line.icePwd ?? sdp.icePwd);
  if (!isIceText(iceUfrag, 4) || !isIceText(icePwd, 22)) {
    throw new Refusal(400, 'SDP 缺少有效的 a=ice-ufrag 与 a=ice-pwd。');
  }
  return { iceUfrag, icePwd };
}

export function isIceText(text: string, least: number): boolean {
  return text.length >= least && text.length <= 256 && ICE_CHARS.test(text);
}

function readDtls(sdp: SessionDescription, line: MediaDescription): Pick<Offer, 'fingerprints' | 'setup'> {
  const fingerprint = line.fingerprint ?? sdp.fingerprint;
  const hash = wordOf(fingerprint?.hash);
  const algorithm = ALGORITHMS.find((name) => name === wordOf(fingerprint?.type).toLowerCase());
  if (algorithm === undefined || !/^[0-9A-F]{2}(:[0-9A-F]{2}){19,63}$/i.test(hash)) {
    throw new Refusal(400, 'SDP 缺少有效的 a=fingerprint。');
  }
  const setup = line.setup ?? sdp.setup ?? 'actpass';
  if (setup !== 'actpass' && setup !== 'active' && setup !== 'passive') {
    throw new Refusal(400, 'SDP 的 a=setup 无效。');
  }
  const fingerprints: DtlsParametersInput['fingerprints'] = [{ algorithm, value: hash.toUpperCase() }];
  return { fingerprints, setup };
}
