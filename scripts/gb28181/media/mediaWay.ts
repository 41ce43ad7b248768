import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import type { MediaWay } from '../words/callWords.ts';

/** RTP of one call, out and in. */
export interface MediaPath {
  /** For the SDP: where the other side sends to, or connects to. */
  readonly port: number;
  /** Where the other side is; before that nothing goes out. */
  begin(remote: { readonly host: string; readonly port: number }): void;
  send(packet: Buffer): void;
  /** Idempotent. */
  close(): void;
}

type Options = {
  readonly way: MediaWay;
  readonly host: string;
  /** So many of a hundred datagrams are lost. */
  readonly lossPercent: number;
  readonly onPacket: (packet: Buffer) => void;
  readonly onTrouble: (why: string) => void;
};

/** What a device connects from has no port of its own to tell: RFC 4145 says 9. */
const NO_PORT = 9;

export function openMediaPath(options: Options): Promise<MediaPath> {
  return options.way === 'udp' ? overDatagrams(options) : overConnection(options);
}

async function overDatagrams({ host, lossPercent, onPacket, onTrouble }: Options): Promise<MediaPath> {
  const socket = createSocket('udp4').bind(0, host);
  await once(socket, 'listening');
  socket.on('error', (error) => onTrouble(error.message));
  socket.on('message', onPacket);
  let remote: { readonly host: string; readonly port: number } | null = null;
  let open = true;
  return {
    port: socket.address().port,
    begin: (place) => (remote = place),
    send: (packet) => {
      if (open && remote !== null && Math.random() * 100 >= lossPercent) socket.send(packet, remote.port, remote.host, () => undefined);
    },
    close: () => {
      if (open) socket.close();
      open = false;
    },
  };
}

/** RFC 4571: each packet after its length. */
async function overConnection({ way, host, onPacket, onTrouble }: Options): Promise<MediaPath> {
  let connection: Socket | null = null;
  let rest: Buffer = Buffer.alloc(0);
  const use = (socket: Socket): void => {
    connection?.destroy();
    connection = socket;
    socket.on('error', (error) => onTrouble(error.message));
    socket.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
        const end = 2 + rest.readUInt16BE(0);
        onPacket(rest.subarray(2, end));
        rest = rest.subarray(end);
      }
    });
  };
  const server = way === 'listens' ? createServer(use).listen(0, host) : null;
  if (server !== null) await once(server, 'listening');
  const address = server?.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : NO_PORT,
    begin: (place) => {
      if (server === null) use(createConnection(place));
    },
    send: (packet) => {
      if (connection?.writable !== true) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(packet.length);
      connection.write(Buffer.concat([length, packet]));
    },
    close: () => {
      server?.close();
      connection?.destroy();
    },
  };
}
