import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { AppError } from '#protocol/errors.ts';

/** Key frames of many cameras arrive at once; the kernel's default of 208 KiB loses them. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

export type BoundPort = { readonly port: number; readonly socket: Socket };

/** Binds UDP sockets on the ports the firewall lets through, the longest unused first. */
export class PortPool {
  readonly #host: string;
  readonly #ports: number[];
  #open = 0;

  constructor(options: { host: string; from: number; to: number }) {
    this.#host = options.host;
    this.#ports = Array.from({ length: options.to - options.from + 1 }, (_, index) => options.from + index);
  }

  get open(): number {
    return this.#open;
  }

  /** Errors: tooManyFeeds when every port is taken. */
  async bind(): Promise<BoundPort> {
    for (let attempts = this.#ports.length; attempts > 0; attempts--) {
      const port = this.#ports.shift();
      if (port === undefined) break;
      const socket = createSocket({ type: isIPv6(this.#host) ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
      try {
        await bound(socket, port, this.#host);
        this.#open += 1;
        return { port, socket };
      } catch {
        // Another program has it; the pool keeps it for later.
        socket.close();
        this.#ports.push(port);
      }
    }
    throw new AppError('tooManyFeeds', { detail: 'no ingest port is free' });
  }

  release({ port, socket }: BoundPort): void {
    this.#open -= 1;
    socket.close(() => this.#ports.push(port));
  }
}

function bound(socket: Socket, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address: host, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
