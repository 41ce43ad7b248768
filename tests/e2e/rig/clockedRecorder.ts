import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { ScriptedDevice } from '../../../sfu/gb28181/testing/scriptedDevice.ts';
import { ClockedEncoder } from './clockedEncoder.ts';
import { followPictures, type LivePictures } from './followPictures.ts';
import { programPack } from './programStream.ts';

const PAYLOAD_TYPE = 96;
const MAX_PAYLOAD = 1_300;
const KEY_FRAME = 5;
const HEARTBEAT_EVERY_MS = 2_000;
const SAMPLE_RATE = 8_000;
const BEIJING_MS = 8 * 3_600_000;

export type RecorderOptions = { readonly unitId: string; readonly deviceId: string; readonly channelId: string; readonly hallPort: number; readonly toneHz: number };

/** A recorder of GB/T 28181: registers, beats, and when it is called sends its unit's clock as PS over RTP, by UDP or TCP as the call says. */
export class ClockedRecorder {
  readonly #options: RecorderOptions;
  readonly #device: ScriptedDevice;
  readonly #encoder: ClockedEncoder;
  readonly #pictures: LivePictures;
  readonly #udp: UdpSocket;
  readonly #stops = new Set<() => void>();
  #beat: NodeJS.Timeout | undefined;
  #serial = 100;
  /** Protocols of the calls that it took. */
  readonly calls: string[] = [];

  private constructor(options: RecorderOptions, parts: { device: ScriptedDevice; encoder: ClockedEncoder; pictures: LivePictures; udp: UdpSocket }) {
    this.#options = options;
    this.#device = parts.device;
    this.#encoder = parts.encoder;
    this.#pictures = parts.pictures;
    this.#udp = parts.udp;
    this.#device.answer = (request) => {
      if (request.method === 'INVITE') return { status: 200, headers: [['content-type', 'application/sdp']], body: this.#taken(request.body.toString()) };
      if (request.method === 'BYE') this.#stop();
      return { status: 200 };
    };
  }

  static async create(options: RecorderOptions): Promise<ClockedRecorder> {
    const encoder = ClockedEncoder.start({ unitId: options.unitId, toneHz: null, output: ['-f', 'h264', 'pipe:1'] });
    const pictures = await followPictures(encoder);
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const device = await ScriptedDevice.create({ id: options.deviceId, hallPort: options.hallPort, protocol: 'udp' });
    return new ClockedRecorder(options, { device, encoder, pictures, udp });
  }

  /** Answers the status. */
  async register(password: string): Promise<number> {
    const { status } = await this.#device.register(password);
    if (status === 200 && this.#beat === undefined) {
      this.#beat = setInterval(() => void this.#device.notify('Keepalive', (this.#serial += 1), '<Status>OK</Status>'), HEARTBEAT_EVERY_MS);
    }
    return status;
  }

  async tellPosition([longitudeDeg, latitudeDeg]: readonly [number, number]): Promise<void> {
    await this.#device.notify('MobilePosition', (this.#serial += 1), `<Time>${beijingTime()}</Time><Longitude>${longitudeDeg}</Longitude><Latitude>${latitudeDeg}</Latitude><Speed>18</Speed><Direction>90</Direction>`);
  }

  /** Tells it twice, as recorders do when the first answer was lost. */
  async alarm(words: string): Promise<void> {
    const serial = (this.#serial += 1);
    const inside = `<AlarmPriority>1</AlarmPriority><AlarmMethod>2</AlarmMethod><AlarmTime>${beijingTime()}</AlarmTime><AlarmDescription>${words}</AlarmDescription>`;
    await this.#device.notify('Alarm', serial, inside);
    await this.#device.notify('Alarm', serial, inside);
  }

  /** As when its battery is pulled: no more picture, no heartbeat, no answer, no farewell. Idempotent. */
  async vanish(): Promise<void> {
    clearInterval(this.#beat);
    this.#device.answer = () => null;
    this.#stop();
    await this.#encoder.kill();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.vanish();
    this.#device.close();
    this.#udp.close();
  }

  #stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  /** Starts to send, and answers its SDP. */
  #taken(offer: string): string {
    const host = /^c=IN IP4 (\S+)/m.exec(offer)?.[1] ?? '127.0.0.1';
    const port = Number(/^m=video (\d+)/m.exec(offer)?.[1]);
    const ssrcText = /^y=(\d{10})/m.exec(offer)?.[1] ?? '0';
    const isTcp = /^m=video \d+ TCP/m.test(offer);
    this.calls.push(isTcp ? 'tcp' : 'udp');
    this.#stop();
    const end = isTcp ? overTcp({ host, port }) : { send: (packet: Buffer) => this.#udp.send(packet, port, host, () => undefined), end: () => undefined };
    const unfollow = this.#send(Number(ssrcText), end.send);
    this.#stops.add(() => {
      unfollow();
      end.end();
    });
    const { channelId } = this.#options;
    return [
      'v=0', `o=${channelId} 0 0 IN IP4 127.0.0.1`, 's=Play', 'c=IN IP4 127.0.0.1', 't=0 0',
      `m=video ${isTcp ? 9 : this.#udp.address().port} ${isTcp ? 'TCP/' : ''}RTP/AVP ${PAYLOAD_TYPE}`, `a=rtpmap:${PAYLOAD_TYPE} PS/90000`, 'a=sendonly',
      ...(isTcp ? ['a=setup:active', 'a=connection:new'] : []), `y=${ssrcText}`, 'f=', '',
    ].join('\r\n');
  }

  #send(ssrc: number, send: (packet: Buffer) => void): () => void {
    const startedAt = performance.now();
    let sequenceNumber = 1;
    let samples = 0;
    let begun = false;
    return this.#pictures.follow((units) => {
      const isKeyFrame = units.some((unit) => (unit.readUInt8(0) & 0x1f) === KEY_FRAME);
      if (!begun && !isKeyFrame) return;
      begun = true;
      const ms = performance.now() - startedAt;
      const ticks = Math.round(ms * 90);
      const due = Math.floor((ms * SAMPLE_RATE) / 1_000);
      const sound = toneALaw({ from: samples, count: due - samples, toneHz: this.#options.toneHz });
      samples = due;
      const pack = programPack({ ticks, units: isKeyFrame ? [...this.#pictures.sets, ...units] : units, isKeyFrame, sound });
      for (let at = 0; at < pack.length; at += MAX_PAYLOAD) {
        const head = Buffer.alloc(12);
        head.writeUInt8(0x80, 0);
        head.writeUInt8((at + MAX_PAYLOAD >= pack.length ? 0x80 : 0) | PAYLOAD_TYPE, 1);
        head.writeUInt16BE(sequenceNumber++ & 0xffff, 2);
        head.writeUInt32BE(ticks >>> 0, 4);
        head.writeUInt32BE(ssrc, 8);
        send(Buffer.concat([head, pack.subarray(at, at + MAX_PAYLOAD)]));
      }
    });
  }
}

/** RFC 4571: each packet after its length. */
function overTcp({ host, port }: { readonly host: string; readonly port: number }): { send: (packet: Buffer) => void; end: () => void } {
  const socket: Socket = createConnection({ host, port });
  socket.on('error', () => undefined);
  return {
    send: (packet) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(packet.length);
      if (socket.writable) socket.write(Buffer.concat([length, packet]));
    },
    end: () => socket.destroy(),
  };
}

function beijingTime(): string {
  return new Date(Date.now() + BEIJING_MS).toISOString().slice(0, 19);
}

function toneALaw({ from, count, toneHz }: { readonly from: number; readonly count: number; readonly toneHz: number }): Buffer {
  return Buffer.from(Array.from({ length: count }, (_, index) => aLawOf(Math.round(Math.sin((2 * Math.PI * toneHz * (from + index)) / SAMPLE_RATE) * 8_000))));
}

/** G.711 of one sample of 16 bits. */
function aLawOf(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const size = Math.min(Math.abs(sample), 32_635);
  const exponent = size < 256 ? 0 : Math.floor(Math.log2(size)) - 7;
  const mantissa = exponent === 0 ? size >> 4 : (size >> (exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}
