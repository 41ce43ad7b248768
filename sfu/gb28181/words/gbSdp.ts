import { isIP } from 'node:net';
import { parse, write, type SessionDescription } from 'sdp-transform';
import type { LegAnswer, LegTransport } from '../media/legs.ts';

/** What GB/T 28181 adds to SDP, `y=` and `f=`, stands after all that RFC 4566 knows. */
export type GbSdp = { readonly session: SessionDescription; readonly ssrc: number | null };

export class GbSdpError extends Error {
  override readonly name = 'GbSdpError';
}

const MAX_SDP_BYTES = 16_384;
const MAX_SSRC = 2 ** 32 - 1;
/** Names of payload types that need no rtpmap (RFC 3551), and those that the standard gives of old. */
const STATIC: ReadonlyMap<number, string> = new Map([[0, 'PCMU'], [8, 'PCMA'], [96, 'PS'], [97, 'MPEG4'], [98, 'H264'], [99, 'SVAC'], [100, 'H265']]);

type Described = {
  readonly name: 'Play' | 'Playback' | 'Download';
  readonly owner: string;
  readonly host: string;
  readonly port: number;
  readonly media: 'video' | 'audio';
  readonly direction: 'recvonly' | 'sendonly';
  readonly transport: LegTransport;
  readonly payloads: readonly (readonly [number, string])[];
  /** Ten digits. */
  readonly ssrc: string;
  /** Of a recording: what channel and when, ms since the epoch. */
  readonly recording?: { readonly uri: string; readonly from: number; readonly to: number };
  readonly format?: string;
};

/** What the hall offers or answers. */
export function writeGbSdp({ name, owner, host, port, media, direction, transport, payloads, ssrc, recording, format }: Described): Buffer {
  const ipVer = host.includes(':') ? 6 : 4;
  const session: SessionDescription = {
    version: 0,
    origin: { username: owner, sessionId: 0, sessionVersion: 0, netType: 'IN', ipVer, address: host },
    name,
    ...(recording === undefined ? {} : { uri: recording.uri }),
    connection: { version: ipVer, ip: host },
    timing: { start: Math.floor((recording?.from ?? 0) / 1_000), stop: Math.floor((recording?.to ?? 0) / 1_000) },
    media: [{
      type: media,
      port,
      protocol: transport === 'udp' ? 'RTP/AVP' : 'TCP/RTP/AVP',
      payloads: payloads.map(([type]) => type).join(' '),
      direction,
      rtp: payloads.map(([payload, codec]) => ({ payload, codec, rate: media === 'audio' ? 8_000 : 90_000 })),
      fmtp: [],
      ...(transport === 'udp' ? {} : { setup: transport === 'tcpPassive' ? 'passive' as const : 'active' as const, connectionType: 'new' }),
    }],
  };
  return Buffer.from(`${write(session)}y=${ssrc}\r\n${format === undefined ? '' : `f=${format}\r\n`}`);
}

/** Errors: GbSdpError. */
export function parseGbSdp(body: Buffer): GbSdp {
  if (body.length > MAX_SDP_BYTES) throw new GbSdpError('too long');
  const lines = body.toString('utf8').split(/\r?\n/);
  if (!lines[0]?.startsWith('v=0')) throw new GbSdpError('no SDP');
  const y = lines.find((line) => line.startsWith('y='))?.slice(2).trim();
  const ssrc = y !== undefined && /^\d{1,10}$/.test(y) && Number(y) <= MAX_SSRC ? Number(y) : null;
  try {
    const session = parse(lines.filter((line) => !line.startsWith('y=') && !line.startsWith('f=')).join('\r\n'));
    if (session.media.length === 0) throw new GbSdpError('no media');
    return { session, ssrc };
  } catch (cause) {
    throw cause instanceof GbSdpError ? cause : new GbSdpError('no SDP', { cause });
  }
}

/** What the other side says of its media. Errors: GbSdpError. */
export function legAnswerOf({ session, ssrc }: GbSdp): LegAnswer {
  const media = session.media.find(({ type, port }) => (type === 'video' || type === 'audio') && port > 0);
  if (media === undefined || media.port > 65_535) throw new GbSdpError('no media');
  const host = media.connection?.ip ?? session.connection?.ip ?? session.origin?.address;
  if (host === undefined || isIP(host) === 0) throw new GbSdpError('no address');
  const named = new Map((media.rtp ?? []).map(({ payload, codec }) => [payload, codec.toUpperCase()]));
  // A single one is read as a number, whatever its type says.
  const types = [media.payloads ?? ''].join(' ').split(' ').filter((type) => /^\d{1,3}$/.test(type)).slice(0, 16).map(Number);
  return { host, port: media.port, ssrc, payloads: new Map(types.flatMap((type) => {
    const name = named.get(type) ?? STATIC.get(type);
    return name === undefined ? [] : [[type, name] as const];
  })) };
}

/** How the other side wants to be reached, turned to how the hall sees it. */
export function transportOf({ session }: GbSdp): LegTransport {
  const [media] = session.media;
  if (media === undefined || !media.protocol.toUpperCase().startsWith('TCP')) return 'udp';
  return media.setup === 'passive' ? 'tcpActive' : 'tcpPassive';
}
