/** How the media of a call goes, as the device sees it: it sends datagrams, it connects, or it waits to be connected to. */
export type MediaWay = 'udp' | 'connects' | 'listens';

/** What the SDP of the other side asks for. */
export type CallWords = {
  readonly name: string;
  readonly media: 'video' | 'audio';
  readonly host: string;
  readonly port: number;
  readonly way: MediaWay;
  /** Encodings in upper case by payload type. */
  readonly payloads: ReadonlyMap<number, string>;
  /** Of `y=`; null: it says none. */
  readonly ssrc: string | null;
  /** Of a recording, ms since the epoch. */
  readonly span: { readonly from: number; readonly to: number } | null;
  readonly downloadSpeed: number;
};

/** RFC 3551, and the numbers that annex C gives of old. */
const KNOWN: ReadonlyMap<number, string> = new Map([[0, 'PCMU'], [8, 'PCMA'], [96, 'PS'], [97, 'MPEG4'], [98, 'H264'], [100, 'H265']]);

/** Null: no SDP, or without media. */
export function readCall(body: Buffer): CallWords | null {
  const lines = body.toString('utf8').split(/\r?\n/);
  const value = (type: string): string | undefined => lines.find((line) => line.startsWith(`${type}=`))?.slice(2).trim();
  const attribute = (name: string): string | undefined => lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3).trim();
  const [, media, port, protocol = '', types = ''] = /^(video|audio) (\d+)(?:\/\d+)? (\S+) ([\d ]+)$/.exec(value('m') ?? '') ?? [];
  const host = /^IN IP[46] (\S+)/.exec(value('c') ?? '')?.[1];
  if (media === undefined || host === undefined) return null;
  const named = new Map(lines.flatMap((line) => {
    const [, type, name] = /^a=rtpmap:\s*(\d+) ([^/\s]+)/.exec(line) ?? [];
    return name === undefined ? [] : [[Number(type), name.toUpperCase()] as const];
  }));
  const [from = 0, to = 0] = (value('t') ?? '').split(' ').map((part) => Number(part) * 1_000);
  return {
    name: value('s') ?? '', media: media === 'audio' ? 'audio' : 'video', host, port: Number(port),
    // Who offers `passive` waits for us, and the other way round.
    way: !protocol.toUpperCase().startsWith('TCP') ? 'udp' : attribute('setup') === 'active' ? 'listens' : 'connects',
    payloads: new Map(types.trim().split(/ +/).map(Number).flatMap((type) => {
      const name = named.get(type) ?? KNOWN.get(type);
      return name === undefined ? [] : [[type, name] as const];
    })),
    ssrc: /^\d{10}$/.exec(value('y') ?? '')?.[0] ?? null,
    span: from > 0 && to > from ? { from, to } : null,
    downloadSpeed: Number(attribute('downloadspeed') ?? 1) || 1,
  };
}

type Described = { readonly owner: string; readonly name: string; readonly media: 'video' | 'audio'; readonly host: string; readonly port: number; readonly way: MediaWay; readonly payloads: readonly (readonly [type: number, name: string])[]; readonly direction: 'sendonly' | 'recvonly' | 'sendrecv'; readonly ssrc: string; readonly span?: CallWords['span']; readonly format?: string };

export function writeCall({ owner, name, media, host, port, way, payloads, direction, ssrc, span = null, format }: Described): Buffer {
  const rate = media === 'audio' ? 8_000 : 90_000;
  return Buffer.from([
    'v=0', `o=${owner} 0 0 IN IP4 ${host}`, `s=${name}`, `c=IN IP4 ${host}`, `t=${(span?.from ?? 0) / 1_000} ${(span?.to ?? 0) / 1_000}`,
    `m=${media} ${port} ${way === 'udp' ? '' : 'TCP/'}RTP/AVP ${payloads.map(([type]) => type).join(' ')}`, `a=${direction}`,
    ...payloads.map(([type, encoding]) => `a=rtpmap:${type} ${encoding}/${rate}`),
    ...(way === 'udp' ? [] : [`a=setup:${way === 'connects' ? 'active' : 'passive'}`, 'a=connection:new']),
    `y=${ssrc}`, ...(format === undefined ? [] : [`f=${format}`]), '',
  ].join('\r\n'));
}
