import { createSocket, type RemoteInfo } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { AppError } from '#protocol/errors.ts';
import type { LegTransport } from '../legs.ts';
import { LengthFramed, lengthFramed } from './lengthFramed.ts';

/** The way of RTP packets between the hall and one device. */
export interface Way {
  readonly port: number;
  /** From now on packets of this address count, and packets go there. */
  meet(place: { readonly host: string; readonly port: number }): void;
  /** Dropped while there is nobody to send to, or while a TCP connection is full. */
  send(packet: Buffer): void;
  /** Idempotent. */
  close(): void;
}

type Options = {
  readonly listenHost: string;
  readonly ports: { readonly from: number; readonly to: number };
  /** Whose packets count: of the address that is met, or, for devices behind NAT, of whoever first sends one that `isOurs`. */
  readonly from: RtpFrom;
  readonly isOurs: (packet: Buffer) => boolean;
  readonly onPacket: (packet: Buffer) => void;
  /** What may wait in a TCP connection; default: half a second of voice, bytes. */
  readonly mostWaitingBytes?: number;
  /** A TCP connection ended or never came to be. Not after `close`. */
  readonly onLost: (detail: string) => void;
};

export type RtpFrom = 'announced' | 'first';

const CONNECT_WITHIN_MS = 8_000;
/** Silent for so long, a sender may have got another address of its NAT. */
const MOVED_AFTER_MS = 3_000;
/** What may wait in a TCP connection: half a second of voice, not more. */
const MOST_WAITING_BYTES = 8_192;
const MOST_EARLY = 8;

/** Errors: AppError tooManyFeeds (no port is free), ingestRefused (the address cannot be listened on). */
export async function openWay(transport: LegTransport, options: Options): Promise<Way> {
  // Even ones, as RTP has them; from anywhere, so that one that was just closed is not the next.
  const { from, to } = options.ports;
  const count = Math.max(1, Math.floor((to - from) / 2) + 1);
  const first = Math.floor(Math.random() * count);
  for (let tried = 0; tried < count; tried += 1) {
    const port = from + 2 * ((first + tried) % count);
    const way = await (transport === 'udp' ? udpWay(port, options) : tcpWay(transport, port, options));
    if (way !== null) return way;
  }
  throw new AppError('tooManyFeeds');
}

function udpWay(port: number, { listenHost, from, isOurs, onPacket }: Options): Promise<Way | null> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: listenHost.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
    let peer: { readonly host: string; readonly port: number } | null = null;
    let bound = false;
    let closed = false;
    let sender: { readonly place: string; heardAt: number } | null = null;
    const counts = (datagram: Buffer, { address, port: fromPort }: RemoteInfo): boolean => {
      if (from === 'announced') return plain(address) === peer?.host;
      const place = `${address} ${fromPort}`;
      const now = performance.now();
      if (sender === null || (sender.place !== place && now - sender.heardAt > MOVED_AFTER_MS)) {
        if (!isOurs(datagram)) return false;
        sender = { place, heardAt: now };
      }
      if (sender.place !== place) return false;
      sender.heardAt = now;
      return true;
    };
    socket.on('message', (datagram, remote) => {
      if (!closed && peer !== null && counts(datagram, remote)) onPacket(datagram);
    });
    // ICMP of a device that listens no more comes back as an error here.
    socket.on('error', (error) => {
      if (bound) return;
      socket.close();
      if (isTaken(error)) resolve(null);
      else reject(refusal(error, listenHost));
    });
    socket.bind(port, listenHost, () => {
      bound = true;
      resolve({
        port,
        meet: (place) => {
          peer = place;
        },
        send: (packet) => {
          if (!closed && peer !== null) socket.send(packet, peer.port, peer.host, () => undefined);
        },
        close: () => {
          if (!closed) socket.close();
          closed = true;
        },
      });
    });
  });
}

async function tcpWay(transport: 'tcpPassive' | 'tcpActive', port: number, { listenHost, from, isOurs, onPacket, onLost, mostWaitingBytes = MOST_WAITING_BYTES }: Options): Promise<Way | null> {
  let peer: string | null = null;
  let connection: Socket | null = null;
  /** Some connect before their answer has come, and strangers may, too: nothing is read until it says who is meant. */
  const early = new Set<Socket>();
  let closed = false;
  const welcome = (socket: Socket, host: string): void => {
    if (from === 'first') prove(socket);
    else if (plain(socket.remoteAddress ?? '') === host) take(socket);
    else socket.destroy();
  };
  /** It is the device's when its first packet is. */
  const prove = (socket: Socket): void => {
    const framed = new LengthFramed((packet) => {
      if (connection === null && isOurs(packet)) {
        early.delete(socket);
        socket.setTimeout(0);
        connection = socket;
      }
      if (connection === socket) onPacket(packet);
      else socket.destroy();
    });
    early.add(socket);
    socket.setTimeout(CONNECT_WITHIN_MS, () => socket.destroy());
    socket.on('data', (chunk) => framed.push(chunk)).resume();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      early.delete(socket);
      if (connection === socket) lost('TCP');
    });
  };
  const lost = (detail: string): void => {
    if (!closed) onLost(detail);
  };
  const take = (socket: Socket): void => {
    const framed = new LengthFramed(onPacket);
    connection = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => framed.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => connection === socket && lost('TCP'));
  };
  // The port is held in both cases, because the SDP names it.
  const server = await listening(port, listenHost, (socket) => {
    if (closed || transport === 'tcpActive' || connection !== null || early.size >= MOST_EARLY) socket.destroy();
    else if (peer === null) early.add(socket.on('error', () => undefined).pause());
    else welcome(socket, peer);
  });
  if (server === null) return null;
  return {
    port,
    meet: ({ host, port: toPort }) => {
      peer = host;
      const came = [...early];
      early.clear();
      for (const socket of came) {
        if (connection === null) welcome(socket.resume(), host);
        else socket.destroy();
      }
      if (transport !== 'tcpActive' || connection !== null) return;
      const socket = connect({ host, port: toPort, timeout: CONNECT_WITHIN_MS });
      socket.once('connect', () => socket.setTimeout(0));
      socket.once('timeout', () => socket.destroy());
      take(socket);
    },
    send: (packet) => {
      if (connection !== null && connection.writable && connection.writableLength < mostWaitingBytes) connection.write(lengthFramed(packet));
    },
    close: () => {
      closed = true;
      connection?.destroy();
      for (const socket of early) socket.destroy();
      server.close();
    },
  };
}

function listening(port: number, host: string, onConnection: (socket: Socket) => void): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer(onConnection);
    // Later ones, such as too many open files, cost one connection and not the hall.
    server.on('error', (error) => {
      if (isTaken(error)) resolve(null);
      else reject(refusal(error, host));
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** Another port may be free; of an address that is not the machine's none is. */
function isTaken(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EADDRINUSE';
}

function refusal(error: NodeJS.ErrnoException, host: string): AppError {
  return new AppError('ingestRefused', { detail: `${host}: ${error.code ?? error.message}`, cause: error });
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
