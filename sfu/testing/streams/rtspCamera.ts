import { createHash } from 'node:crypto';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const MAX_PAYLOAD = 1_200;
const TICKS = 90_000;

type Wish = {
  /** Each picture's NAL units; sent over and over. */
  readonly pictures: readonly (readonly Buffer[])[];
  /** Then pictures are sent as they come, and `pictures` tells the parameter sets alone. Answers how to stop. */
  readonly follow?: (onPicture: (units: readonly Buffer[]) => void) => () => void;
  readonly framesPerSecond: number;
  /** Digest is asked for then. */
  readonly login?: { readonly username: string; readonly password: string };
  readonly path?: string;
  /** H.265 by name alone, which nobody would decode: the description says so. */
  readonly encoding?: string;
};

type Viewer = { readonly send: (rtp: Buffer) => void; readonly end: () => void };

/** A camera that serves one H.264 stream by RTSP, over TCP or UDP. */
export class RtspCamera {
  readonly #wish: Wish;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Stops sending, and stays connected. */
  frozen = false;
  connections = 0;

  private constructor(wish: Wish) {
    this.#wish = wish;
    this.#server = createServer((socket) => this.#connected(socket));
  }

  static async create(wish: Wish, port = 0): Promise<RtspCamera> {
    const camera = new RtspCamera(wish);
    await new Promise<void>((resolve) => camera.#server.listen(port, '127.0.0.1', resolve));
    return camera;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `rtsp://127.0.0.1:${this.port}${this.#wish.path ?? '/stream'}`;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #connected(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    let text = Buffer.alloc(0);
    let viewer: Viewer | null = null;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      viewer?.end();
    });
    socket.on('data', (bytes) => {
      text = Buffer.concat([text, bytes]);
      for (;;) {
        // Receiver reports come interleaved.
        if (text[0] === 0x24) {
          if (text.length < 4 || text.length < 4 + text.readUInt16BE(2)) return;
          text = text.subarray(4 + text.readUInt16BE(2));
          continue;
        }
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return;
        const request = text.subarray(0, end).toString();
        text = text.subarray(end + 4);
        viewer = this.#answer(socket, request, viewer);
      }
    });
  }

  #answer(socket: Socket, request: string, viewer: Viewer | null): Viewer | null {
    const [method = '', url = ''] = request.split(' ');
    const header = (name: string): string => new RegExp(`^${name}: *(.*)$`, 'im').exec(request)?.[1]?.trim() ?? '';
    const reply = (status: string, lines: readonly string[] = [], body = ''): void => {
      const all = [`RTSP/1.0 ${status}`, `CSeq: ${header('CSeq')}`, 'Session: 4242;timeout=60', ...lines, ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`])];
      socket.write(`${all.join('\r\n')}\r\n\r\n${body}`);
    };
    if (method === 'OPTIONS') reply('200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN']);
    else if (!this.#admits(method, header('Authorization'))) reply('401 Unauthorized', ['WWW-Authenticate: Digest realm="camera", nonce="abc123"']);
    else if (!new URL(url).pathname.startsWith(this.#wish.path ?? '/stream')) reply('404 Not Found');
    else if (method === 'DESCRIBE') reply('200 OK', ['Content-Type: application/sdp', `Content-Base: ${this.url}/`], this.#description());
    else if (method === 'SETUP') {
      const ports = /client_port=(\d+)/.exec(header('Transport'));
      reply('200 OK', [`Transport: ${ports === null ? 'RTP/AVP/TCP;unicast;interleaved=0-1' : `RTP/AVP;unicast;client_port=${ports[1]}-${Number(ports[1]) + 1};server_port=9000-9001`}`]);
      return ports === null ? interleaved(socket) : overUdp(Number(ports[1]));
    } else if (method === 'PLAY') {
      reply('200 OK');
      if (viewer !== null) this.#play(socket, viewer);
    } else reply('200 OK');
    return viewer;
  }

  #admits(method: string, authorization: string): boolean {
    const { login } = this.#wish;
    if (login === undefined) return true;
    const part = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? '';
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const own = md5(`${login.username}:camera:${login.password}`);
    return part('username') === login.username && part('response') === md5(`${own}:abc123:${md5(`${method}:${part('uri')}`)}`);
  }

  #description(): string {
    const sets = this.#wish.pictures.flat().filter((unit) => [7, 8].includes(unit.readUInt8(0) & 0x1f)).slice(0, 2).map((unit) => unit.toString('base64'));
    const encoding = this.#wish.encoding ?? 'H264';
    return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=camera', 't=0 0', 'm=video 0 RTP/AVP 96', `a=rtpmap:96 ${encoding}/90000`, `a=fmtp:96 packetization-mode=1;sprop-parameter-sets=${sets.join(',')}`, 'a=control:track1', ''].join('\r\n');
  }

  #play(socket: Socket, viewer: Viewer): void {
    const { pictures, follow, framesPerSecond } = this.#wish;
    let picture = 0;
    let sequenceNumber = 100;
    const startedAt = performance.now();
    const send = (units: readonly Buffer[]): void => {
      if (this.frozen) return;
      // Parameter sets are told in the description alone, as many cameras do.
      const payloads = units.filter((unit) => ![6, 7, 8, 9].includes(unit.readUInt8(0) & 0x1f)).flatMap((unit) => fragmentsOf(unit));
      const ticks = follow === undefined ? picture * (TICKS / framesPerSecond) : Math.round(((performance.now() - startedAt) / 1_000) * TICKS);
      payloads.forEach((payload, index) => {
        const head = Buffer.alloc(12);
        head.writeUInt8(0x80, 0);
        head.writeUInt8((index === payloads.length - 1 ? 0x80 : 0) | 96, 1);
        head.writeUInt16BE(sequenceNumber++ & 0xffff, 2);
        head.writeUInt32BE(ticks >>> 0, 4);
        head.writeUInt32BE(77, 8);
        viewer.send(Buffer.concat([head, payload]));
      });
      picture += 1;
    };
    if (follow !== undefined) {
      socket.on('close', follow(send));
      return;
    }
    const timer = setInterval(() => send(pictures[picture % pictures.length] ?? []), 1_000 / framesPerSecond);
    this.#timers.add(timer);
    socket.on('close', () => clearInterval(timer));
  }
}

function fragmentsOf(unit: Buffer): Buffer[] {
  if (unit.length <= MAX_PAYLOAD) return [unit];
  const first = unit.readUInt8(0);
  const body = unit.subarray(1);
  const count = Math.ceil(body.length / MAX_PAYLOAD);
  return Array.from({ length: count }, (_, index) => {
    const mark = (index === 0 ? 0x80 : 0) | (index === count - 1 ? 0x40 : 0);
    return Buffer.concat([Buffer.from([(first & 0xe0) | 28, mark | (first & 0x1f)]), body.subarray(index * MAX_PAYLOAD, (index + 1) * MAX_PAYLOAD)]);
  });
}

function interleaved(socket: Socket): Viewer {
  return {
    send: (rtp) => {
      const head = Buffer.from([0x24, 0, 0, 0]);
      head.writeUInt16BE(rtp.length, 2);
      socket.write(Buffer.concat([head, rtp]));
    },
    end: () => undefined,
  };
}

function overUdp(port: number): Viewer {
  const socket: UdpSocket = createSocket('udp4');
  return { send: (rtp) => socket.send(rtp, port, '127.0.0.1', () => undefined), end: () => socket.close() };
}
