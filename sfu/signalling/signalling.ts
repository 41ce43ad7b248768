import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { LIMITS } from '#protocol/limits.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { SIGNALLING_PATH } from '#protocol/signallingPath.ts';
import type { Session } from '../ports/session.ts';
import { Connection, type ConnectionLimits, type ConnectionOptions } from './connection.ts';
import type { OpenSession } from './openSession.ts';

export const DEFAULT_LIMITS: ConnectionLimits = {
  ...LIMITS,
  maxBadFrames: 5,
  maxGuestFrameBytes: 8 * 1024,
  maxConnectionsPerToken: 64,
  maxBufferedBytes: 4 * 1024 * 1024,
  maxBufferedForTelemetryBytes: 256 * 1024,
};

/** Sockets get this long to close when the hall stops, ms. */
const CLOSE_WAIT_MS = 700;

type Options = Omit<ConnectionOptions, 'isClosing' | 'onOpened' | 'onEnded'> & {
  readonly server: Server;
  readonly mayConnectFrom: (origin: string | undefined) => boolean;
  readonly maxConnectionsPerAddress: number;
  readonly onOpened: (session: Session) => void;
};

/** The hall's door for sockets: `SIGNALLING_PATH` on the HTTPS server. */
export class Signalling {
  readonly #options: Options;
  readonly #sockets: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #bySession = new Map<Session, Connection>();
  readonly #byUnit = new Map<UnitId, Connection>();
  readonly #byAddress = new Map<string, number>();
  readonly #sweep: NodeJS.Timeout;
  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head);
  #sweptAt: number;
  #closing = false;

  constructor(options: Options) {
    this.#options = options;
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: options.limits.maxTextFrameBytes, perMessageDeflate: false });
    this.#sweptAt = options.now();
    this.#sweep = setInterval(() => this.#checkAlive(), options.limits.pingIntervalMs);
    options.server.on('upgrade', this.#onUpgrade);
  }

  /** Open sessions. */
  sessions(): Iterable<OpenSession> {
    return Array.from(this.#connections, (connection) => connection.session).filter((session) => session !== null);
  }

  /** False when the session's socket has too much waiting, or the session is over. */
  sendTelemetry(session: Session, bytes: Uint8Array): boolean {
    return this.#bySession.get(session)?.sendTelemetry(bytes) ?? false;
  }

  /** Sends a session away that cannot keep up with what it follows; it comes back and follows anew. */
  sendAway(session: Session): void {
    this.#bySession.get(session)?.end('tooSlow');
  }

  /** Tells everyone, closes every socket and takes no more. Idempotent. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#sweep);
    const open = [...this.#sockets.clients].filter((socket) => socket.readyState !== socket.CLOSED);
    for (const connection of this.#connections) {
      connection.end('serverClosing');
    }
    const closed = Promise.all(open.map((socket) => once(socket, 'close')));
    await Promise.race([closed, setTimeout(CLOSE_WAIT_MS)]);
    for (const socket of this.#sockets.clients) {
      socket.terminate();
    }
    this.#options.server.off('upgrade', this.#onUpgrade);
    this.#sockets.close();
  }

  #checkAlive(): void {
    const { now, limits } = this.#options;
    // A hall that was held up (or whose clock was set) has not read what its peers said meanwhile: it asks first and judges the next time.
    const mayGiveUp = now() - this.#sweptAt < 2 * limits.pingIntervalMs;
    this.#sweptAt = now();
    for (const connection of this.#connections) {
      connection.checkAlive({ mayGiveUp });
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const remoteAddress = plainAddress(request.socket.remoteAddress ?? '');
    const status = this.#refusal(request, remoteAddress);
    if (status !== null) {
      this.#options.metrics.refusedUpgrades.inc({ status });
      this.#options.log.info({ status, remoteAddress, origin: request.headers.origin }, 'socket refused');
      socket.on('error', () => socket.destroy());
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      this.#byAddress.set(remoteAddress, (this.#byAddress.get(remoteAddress) ?? 0) + 1);
      this.#connections.add(new Connection(opened, remoteAddress, this.#connectionOptions));
    });
  }

  #refusal(request: IncomingMessage, remoteAddress: string): string | null {
    if (this.#closing) {
      return '503 Service Unavailable';
    }
    if (request.url?.split('?')[0] !== SIGNALLING_PATH) {
      return '404 Not Found';
    }
    if (!this.#options.mayConnectFrom(request.headers.origin)) {
      return '403 Forbidden';
    }
    const open = this.#byAddress.get(remoteAddress) ?? 0;
    return open >= this.#options.maxConnectionsPerAddress ? '429 Too Many Requests' : null;
  }

  get #connectionOptions(): ConnectionOptions {
    return {
      ...this.#options,
      isClosing: () => this.#closing,
      onOpened: (connection, session) => this.#opened(connection, session),
      onEnded: (connection) => this.#ended(connection),
    };
  }

  #opened(connection: Connection, session: OpenSession): void {
    this.#bySession.set(session, connection);
    this.#options.connections.add(connection);
    // Before an older session of the unit ends, so that nobody hears that the unit went away.
    this.#options.onOpened(session);
    if (session.unitId !== null) {
      // A unit is one device: its old socket is dead or belongs to a device that was given away.
      this.#byUnit.get(session.unitId)?.end('replaced');
      this.#byUnit.set(session.unitId, connection);
    }
  }

  #ended(connection: Connection): void {
    const { session, remoteAddress } = connection;
    this.#connections.delete(connection);
    const left = (this.#byAddress.get(remoteAddress) ?? 1) - 1;
    if (left > 0) {
      this.#byAddress.set(remoteAddress, left);
    } else {
      this.#byAddress.delete(remoteAddress);
    }
    if (session !== null) {
      this.#bySession.delete(session);
      this.#options.connections.remove(connection);
      if (session.unitId !== null && this.#byUnit.get(session.unitId) === connection) {
        this.#byUnit.delete(session.unitId);
      }
    }
  }
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
