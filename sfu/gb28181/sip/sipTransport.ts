import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { parseSip } from './parseSip.ts';
import type { SipMessage } from './sipMessage.ts';
import { SipStream } from './sipStream.ts';

/** Where a message came from or goes to. Over TCP the connection of that address is used while it is open. */
export type SipPeer = { readonly protocol: 'udp' | 'tcp'; readonly address: string; readonly port: number };

type Options = {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly onMessage: (message: SipMessage, from: SipPeer) => void;
  /** Bytes that are no message; the one address they came from. */
  readonly onGarbage: (from: SipPeer) => void;
};

const MAX_CONNECTIONS = 1_024;
const MAX_CONNECTIONS_OF_ONE = 64;
/** A connection that says nothing for so long has ended without a word; devices send a keep-alive each minute. */
const IDLE_MS = 600_000;
const MAX_WAITING_BYTES = 1_048_576;
const CONNECT_WITHIN_MS = 5_000;

/** One UDP and one TCP socket at the same port. */
export class SipTransport {
  readonly #options: Options;
  readonly #udp: UdpSocket;
  readonly #tcp: Server;
  readonly #connections = new Map<string, Socket>();
  readonly port: number;
  #closed = false;

  private constructor(options: Options, udp: UdpSocket, tcp: Server, port: number) {
    this.#options = options;
    this.#udp = udp;
    this.#tcp = tcp;
    this.port = port;
    udp.on('message', (bytes, { address, port: remotePort }) => this.#datagram(bytes, { protocol: 'udp', address, port: remotePort }));
    // Such as an ICMP answer of a host that is gone; whoever waits for it has a timer.
    udp.on('error', () => undefined);
    tcp.on('error', () => undefined);
    tcp.on('connection', (socket) => this.#adopt(socket));
  }

  /** Errors: whatever the system says, such as EADDRINUSE. */
  static async create(options: Options): Promise<SipTransport> {
    const tcp = createServer();
    tcp.listen(options.port, options.host);
    await once(tcp, 'listening');
    const address = tcp.address();
    const port = typeof address === 'object' && address !== null ? address.port : options.port;
    const udp = createSocket(isIPv6(options.host) ? 'udp6' : 'udp4');
    try {
      udp.bind(port, options.host);
      await once(udp, 'listening');
    } catch (error) {
      tcp.close();
      throw error;
    }
    return new SipTransport(options, udp, tcp, port);
  }

  /** Never throws: what cannot be sent is lost, as on any network. */
  send(bytes: Buffer, to: SipPeer): void {
    if (this.#closed) return;
    if (to.protocol === 'udp') this.#udp.send(bytes, to.port, to.address, () => undefined);
    else {
      const socket = this.#connections.get(keyOf(to)) ?? this.#connect(to);
      if (socket.writableLength > MAX_WAITING_BYTES) socket.destroy();
      else socket.write(bytes);
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const socket of this.#connections.values()) {
      // What was said last, such as a BYE, still goes out.
      socket.end();
      socket.setTimeout(200, () => socket.destroy());
    }
    await Promise.all([new Promise((resolve) => this.#tcp.close(resolve)), new Promise<void>((resolve) => this.#udp.close(resolve))]);
  }

  #datagram(bytes: Buffer, from: SipPeer): void {
    // Keep-alives of NAT: empty lines, or four bytes of nothing.
    if (bytes.length <= 4) return;
    let message: SipMessage;
    try {
      message = parseSip(bytes);
    } catch {
      this.#options.onGarbage(from);
      return;
    }
    this.#options.onMessage(message, from);
  }

  #connect(to: SipPeer): Socket {
    const socket = createConnection({ host: to.address, port: to.port });
    const timer = setTimeout(() => socket.destroy(), CONNECT_WITHIN_MS);
    socket.once('connect', () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
    this.#listen(socket, to);
    return socket;
  }

  #adopt(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    const ofOne = [...this.#connections.values()].filter((other) => other.remoteAddress === remoteAddress).length;
    if (remoteAddress === undefined || remotePort === undefined || this.#connections.size >= MAX_CONNECTIONS || ofOne >= MAX_CONNECTIONS_OF_ONE) {
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    this.#listen(socket, { protocol: 'tcp', address: remoteAddress, port: remotePort });
  }

  #listen(socket: Socket, peer: SipPeer): void {
    const key = keyOf(peer);
    const stream = new SipStream();
    this.#connections.set(key, socket);
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (this.#connections.get(key) === socket) this.#connections.delete(key);
    });
    socket.on('data', (bytes) => {
      let messages: SipMessage[];
      try {
        messages = stream.take(bytes);
      } catch {
        this.#options.onGarbage(peer);
        socket.destroy();
        return;
      }
      for (const message of messages) this.#options.onMessage(message, peer);
    });
  }
}

function keyOf({ address, port }: SipPeer): string {
  return `${address} ${port}`;
}
