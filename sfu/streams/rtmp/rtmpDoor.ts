import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { HeadedPipe } from '../ffmpeg/headedPipe.ts';
import type { Inlet, OpenStream } from '../inlet.ts';
import { StreamFault } from '../streamFault.ts';
import { FLV_HEADER, flvTag } from './flvTag.ts';
import { GuardedRtmp } from './guardedRtmp.ts';

const AUDIO = 8;
const VIDEO = 9;
/** Connections that have not said a name yet go after this. */
const NAME_WITHIN_MS = 10_000;
/** A publisher that sends nothing goes after this; its source was begun anew long before. */
const IDLE_MS = 15_000;
/** An encoder that came while its source could not take it is sent away after this, to come again. */
const TAKEN_WITHIN_MS = 5_000;
const MAX_CONNECTIONS = 256;

type Publisher = { readonly pipe: HeadedPipe; readonly end: () => void; readonly signal: AbortSignal };
type Place = { /** It has come, and nobody has taken it yet. */ waiting: Publisher | null; current: Publisher | null; take: ((publisher: Publisher) => void) | null };

/** The one port to which encoders send by RTMP. Who does not know a key is sent away, and so is everybody who wants to watch. */
export class RtmpDoor {
  readonly #places = new Map<string, Place>();
  readonly #sockets = new Set<Socket>();
  readonly #log: Logger;
  #server: Server | null = null;
  #fault: StreamFault | null;

  private constructor(log: Logger) {
    this.#log = log;
    this.#fault = new StreamFault('noPort', 'RTMP');
  }

  /** A port of 0 is none: who waits for a stream is told so. So it is with one that is taken. */
  static async create({ host, port, log }: { readonly host: string; readonly port: number; readonly log: Logger }): Promise<RtmpDoor> {
    const door = new RtmpDoor(log);
    if (port === 0) return door;
    const server = createServer((socket) => door.#connected(socket));
    server.maxConnections = MAX_CONNECTIONS;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port }, () => {
          server.off('error', reject);
          resolve();
        });
      });
      server.on('error', (error) => log.error({ err: error }, 'the RTMP port failed'));
      door.#server = server;
      door.#fault = null;
    } catch (error) {
      door.#fault = new StreamFault('noPort', `TCP ${port}: ${error instanceof Error ? error.message : ''}`);
      log.error({ err: error, port }, 'RTMP cannot be received');
    }
    return door;
  }

  /** The way of whoever knows this key. The newest publisher wins: an encoder that lost its network comes back before the old connection dies. */
  inletFor(key: string): Inlet {
    const id = idOfKey(key);
    const place: Place = { waiting: null, current: null, take: null };
    this.#places.set(id, place);
    return {
      open: (signal) => this.#open(place, signal),
      close: () => {
        if (this.#places.get(id) === place) this.#places.delete(id);
        place.waiting?.end();
        place.current?.end();
      },
    };
  }

  /** Idempotent. */
  close(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#places.clear();
  }

  async #open(place: Place, signal: AbortSignal): Promise<OpenStream> {
    if (this.#fault !== null) throw this.#fault;
    const publisher = place.waiting ?? (await this.#nextOf(place, signal));
    place.waiting = null;
    place.current = publisher;
    return {
      input: { arguments: ['-f', 'flv', '-analyzeduration', '1500000', '-i', 'pipe:0'], body: publisher.pipe, secrets: [], parameterSets: 'h264_mp4toannexb' },
      close: () => {
        publisher.end();
        if (place.current === publisher) place.current = null;
      },
    };
  }

  #nextOf(place: Place, signal: AbortSignal): Promise<Publisher> {
    return new Promise((resolve, reject) => {
      const give = (): void => {
        place.take = null;
        reject(new StreamFault('ended', ''));
      };
      if (signal.aborted) return give();
      signal.addEventListener('abort', give, { once: true });
      place.take = (publisher) => {
        place.take = null;
        signal.removeEventListener('abort', give);
        resolve(publisher);
      };
    });
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    const ending = new AbortController();
    const end = (): void => {
      ending.abort();
      socket.destroy();
    };
    const pipe = new HeadedPipe(end);
    const rtmp = new GuardedRtmp({
      write: (bytes) => socket.write(bytes),
      onPublish: (name) => this.#published(name, { pipe, end, signal: ending.signal }, socket),
      onMessage: (message) => {
        if (message.type === AUDIO || message.type === VIDEO) pipe.write(flvTag(message));
      },
    });
    pipe.write(FLV_HEADER);
    socket.setTimeout(NAME_WITHIN_MS, end);
    socket.on('data', (bytes) => {
      try {
        rtmp.receive(bytes);
      } catch (error) {
        this.#log.info({ remoteAddress: socket.remoteAddress, reason: error instanceof Error ? error.message : '' }, 'an RTMP connection was cut');
        end();
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      pipe.end();
      end();
    });
  }

  #published(name: string, publisher: Publisher, socket: Socket): boolean {
    const place = this.#places.get(idOfKey(name));
    if (place === undefined) return false;
    socket.setTimeout(IDLE_MS);
    place.waiting?.end();
    place.current?.end();
    if (place.take !== null) {
      place.take(publisher);
      return true;
    }
    place.waiting = publisher;
    const timer = setTimeout(() => {
      if (place.waiting === publisher) publisher.end();
    }, TAKEN_WITHIN_MS);
    publisher.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      if (place.waiting === publisher) place.waiting = null;
    }, { once: true });
    return true;
  }
}

/** Keys are compared by their hashes, so that the time it takes tells nothing. */
function idOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
