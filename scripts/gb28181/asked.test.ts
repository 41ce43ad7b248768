import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SimulatedDevice } from './simulatedDevice.ts';

const DEVICE = '35000000001320000001';
const CHANNEL = '35000000001310000101';
const SERVER = '35000000002000000001';
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A server by hand: what it says and hears is bytes on a socket, and no program of ours reads them. */
class BareServer {
  readonly #socket: Socket;
  #device: RemoteInfo | null = null;
  #number = 0;
  channelId = CHANNEL;
  readonly heard: string[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (bytes, from) => {
      this.#device = from;
      const text = bytes.toString('latin1');
      this.heard.push(text);
      if (text.startsWith('SIP/2.0')) return;
      const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
      socket.send(['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n'), from.port, from.address);
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  say(method: string, { callId, headers = [], body = '' }: { callId: string; headers?: readonly string[]; body?: string }): void {
    this.#number += 1;
    const lines = [
      `${method} sip:${this.channelId}@127.0.0.1 SIP/2.0`, `Via: SIP/2.0/UDP 127.0.0.1:${this.port};rport;branch=z9hG4bKserver${this.#number}`, `From: <sip:${SERVER}@3500000000>;tag=server`, `To: <sip:${CHANNEL}@3500000000>`,
      `Call-ID: ${callId}`, `CSeq: ${this.#number} ${method}`, `Contact: <sip:${SERVER}@127.0.0.1:${this.port}>`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body,
    ];
    this.#socket.send(lines.join('\r\n'), this.#device!.port, this.#device!.address);
  }

  /** Waits for the messages that match. */
  async all(what: RegExp, count = 1, timeout = 5_000): Promise<string[]> {
    return vi.waitFor(() => {
      const found = this.heard.filter((one) => what.test(one));
      if (found.length < count) throw new Error(`only ${found.length} came`);
      return found;
    }, { timeout });
  }
}

async function meet(lines: string[] = []) {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const media = createSocket('udp4').bind(0, '127.0.0.1');
  await once(media, 'listening');
  const packets: Buffer[] = [];
  media.on('message', (packet) => packets.push(packet));
  const server = new BareServer(socket);
  const device = await SimulatedDevice.create({
    id: DEVICE, name: '模拟执法记录仪', password: 'p', server: { id: SERVER, realm: '3500000000', host: '127.0.0.1', port: server.port }, protocol: 'UDP', edition: '2016', channels: [{ id: CHANNEL, name: '前胸' }],
    source: { codec: 'h264', live: () => () => undefined, recordedAt: (at) => ({ picture: { bytes: Buffer.from([0, 0, 0, 1, 0x65, 1]), isKeyFrame: true }, nextAtMs: at + 100 }) },
    toneHz: null, place: () => ({ latitudeDeg: 26.08, longitudeDeg: 119.3, speedKmh: 0, directionDeg: 0 }), recordedDays: 2, voiceWay: 'udp', behindNat: false, lossPercent: 0, expiresS: 3_600, heartbeatMs: 60_000, fault: null, log: (line) => void lines.push(line),
  });
  cleanups.push(() => socket.close(), () => media.close(), () => device.close());
  await device.register();
  const from = Math.floor(Date.now() / 1_000) - 7_200;
  const call = (callId: string, seconds: number) => server.say('INVITE', { callId, headers: ['Content-Type: application/sdp'], body: [
    'v=0', `o=${SERVER} 0 0 IN IP4 127.0.0.1`, 's=Playback', `u=${CHANNEL}:0`, 'c=IN IP4 127.0.0.1', `t=${from} ${from + seconds}`, `m=video ${media.address().port} RTP/AVP 96`, 'a=recvonly', 'a=rtpmap:96 PS/90000', 'y=1000000007', '',
  ].join('\r\n') });
  return { server, device, packets, call };
}

describe('recordings', () => {
  it('are told in messages of a few each, with the number of all', async () => {
    const { server } = await meet();
    const beijing = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19);
    const end = Math.floor(Date.now() / 600_000) * 600_000 - 3_600_000;
    server.say('MESSAGE', { callId: 'records', headers: ['Content-Type: Application/MANSCDP+xml'], body: `<?xml version="1.0"?><Query><CmdType>RecordInfo</CmdType><SN>17</SN><DeviceID>${CHANNEL}</DeviceID><StartTime>${beijing(end - 6_000_000)}</StartTime><EndTime>${beijing(end)}</EndTime><Type>all</Type></Query>` });
    const told = await server.all(/<CmdType>RecordInfo</, 3);
    expect(told.map((one) => [/<SN>(\d+)</.exec(one)?.[1], /<SumNum>(\d+)</.exec(one)?.[1], /<RecordList Num="(\d+)"/.exec(one)?.[1]])).toEqual([['17', '10', '4'], ['17', '10', '4'], ['17', '10', '2']]);
    const starts = told.flatMap((one) => [...one.matchAll(/<StartTime>([^<]*)</g)].map((found) => found[1]));
    expect([starts.length, starts[0], new Set(starts).size]).toEqual([10, beijing(end - 6_000_000), 10]);
    expect(told.join('')).toContain(`<EndTime>${beijing(end)}</EndTime>`);
  });

  it('are sent after the ACK with the number of the call, pause, and say when they are at their end', async () => {
    const { server, device, packets, call } = await meet();
    call('past', 4);
    const [answer] = await server.all(/^SIP\/2\.0 200[\s\S]*s=Playback/);
    expect(answer).toMatch(/m=video \d+ RTP\/AVP 96\r\na=sendonly[\s\S]*y=1000000007\r\n/);
    expect(packets).toHaveLength(0);
    server.say('ACK', { callId: 'past' });
    await vi.waitFor(() => expect(packets[0]?.readUInt32BE(8)).toBe(1_000_000_007));
    server.say('INFO', { callId: 'past', headers: ['Content-Type: Application/MANSRTSP'], body: 'PAUSE RTSP/1.0\r\nCSeq: 3\r\nPauseTime: now\r\n\r\n' });
    await server.all(/^SIP\/2\.0 200[\s\S]*MANSRTSP\/1\.0 200 OK\r\nCSeq: 3/);
    const paused = packets.length;
    await new Promise((resolve) => setTimeout(resolve, 450));
    // Four would have come; one may have been on its way.
    expect(packets.length).toBeLessThanOrEqual(paused + 1);
    server.say('INFO', { callId: 'past', headers: ['Content-Type: Application/MANSRTSP'], body: 'PLAY RTSP/1.0\r\nCSeq: 4\r\nRange: npt=3-\r\nScale: 4.0\r\n\r\n' });
    const [over] = await server.all(/<CmdType>MediaStatus</);
    expect(over).toMatch(/Call-ID: past\r\n[\s\S]*<NotifyType>121<\/NotifyType>/);
    // Ten pictures of the last second, and none of those between.
    expect(packets.length - paused).toBeLessThan(15);
    server.say('BYE', { callId: 'past' });
    await vi.waitFor(() => expect(device.openCalls).toBe(0));
    server.say('BYE', { callId: 'past' });
    await server.all(/^SIP\/2\.0 481/);
  });
});

describe('what a device is asked', () => {
  it('is answered to whoever asks again with the same answer, and done once', async () => {
    const { server, device, call } = await meet();
    call('once', 60);
    const [first] = await server.all(/^SIP\/2\.0 200[\s\S]*s=Playback/);
    // Without an ACK the same answer comes again by itself.
    expect((await server.all(/^SIP\/2\.0 200[\s\S]*s=Playback/, 2))[1]).toBe(first);
    expect([device.openCalls, device.ways.length]).toEqual([1, 1]);
  });

  it('is told to subscribers in their dialog until they have enough', async () => {
    const { server } = await meet();
    const subscribe = (expires: number) => server.say('SUBSCRIBE', { callId: 'where', headers: ['Event: presence', `Expires: ${expires}`, 'Content-Type: Application/MANSCDP+xml'], body: `<?xml version="1.0"?><Query><CmdType>MobilePosition</CmdType><SN>1</SN><DeviceID>${DEVICE}</DeviceID><Interval>1</Interval></Query>` });
    subscribe(60);
    const [told] = await server.all(/^NOTIFY /);
    expect(told).toMatch(/Call-ID: where\r\n[\s\S]*Event: presence\r\nSubscription-State: active;expires=\d+\r\n[\s\S]*<Longitude>119\.300000</);
    subscribe(0);
    await server.all(/^SIP\/2\.0 200[\s\S]*Expires: 0/);
    const count = server.heard.filter((one) => one.startsWith('NOTIFY ')).length;
    await expect(server.all(/^NOTIFY /, count + 1, 1_500)).rejects.toThrow(`only ${count} came`);
  });

  it('is refused for a channel that it does not have, and says which it has', async () => {
    const lines: string[] = [];
    const { server, call } = await meet(lines);
    server.channelId = '35000000001310000999';
    call('nobody', 60);
    expect(await server.all(/^SIP\/2\.0 404/)).toHaveLength(1);
    expect(lines.join('\n')).toContain(`拒绝点播 35000000001310000999（404）：没有这个通道，本设备的通道是 ${CHANNEL}`);
  });

  it.each([['INVITE', '', 488], ['PUBLISH', '', 405], ['MESSAGE', 'no xml', 400], ['INFO', 'PAUSE RTSP/1.0\r\n', 481], ['SUBSCRIBE', '', 489]])('%s with %j is refused', async (method, body, status) => {
    const { server } = await meet();
    server.say(method, { callId: 'odd', body });
    expect(await server.all(new RegExp(`^SIP/2\\.0 ${status}`))).toHaveLength(1);
  });
});
