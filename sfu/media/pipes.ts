import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { SOCKET_BUFFER_BYTES } from './workers/listenInfos.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

/** One viewer's hold on a pipe. `release` is idempotent. */
export type PipeLease = { release(): void };

type Pipe = {
  /** Rejects when the pipe cannot be laid. */
  readonly laid: Promise<void>;
  users: number;
  close(): void;
  idleTimer: NodeJS.Timeout | null;
};

const NO_LEASE: PipeLease = { release: () => undefined };

/**
 * Carries a producer to other workers when a viewer is there: one pipe for each producer and target however many
 * ask at once (mediasoup must not be asked twice for the same), closed when it had no viewer for a while.
 * The piped producer keeps its id, so a viewer consumes the same id wherever it is.
 */
export class Pipes {
  readonly #idleMs: number;
  readonly #log: Logger;
  readonly #pipes = new Map<string, Pipe>();
  #closed = false;

  constructor(options: { idleMs: number; log: Logger }) {
    this.#idleMs = options.idleMs;
    this.#log = options.log;
  }

  get size(): number {
    return this.#pipes.size;
  }

  /** After this the producer can be consumed on the target. Errors: those of mediasoup when one end is closing. */
  async acquire(source: { producer: types.Producer; worker: MediaWorker }, target: MediaWorker): Promise<PipeLease> {
    if (source.worker === target) return NO_LEASE;
    const key = `${source.producer.id} ${target.router.id}`;
    const pipe = this.#pipes.get(key) ?? this.#lay(key, source, target);
    pipe.users += 1;
    if (pipe.idleTimer !== null) clearTimeout(pipe.idleTimer);
    pipe.idleTimer = null;
    await pipe.laid;
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        this.#release(pipe);
      },
    };
  }

  /** Idempotent. The pipes themselves end with their workers. */
  close(): void {
    this.#closed = true;
    for (const pipe of this.#pipes.values()) if (pipe.idleTimer !== null) clearTimeout(pipe.idleTimer);
    this.#pipes.clear();
  }

  #lay(key: string, source: { producer: types.Producer; worker: MediaWorker }, target: MediaWorker): Pipe {
    const forget = (): void => {
      if (this.#pipes.get(key) !== pipe) return;
      if (pipe.idleTimer !== null) clearTimeout(pipe.idleTimer);
      this.#pipes.delete(key);
    };
    const join = async (): Promise<void> => {
      try {
        const { pipeConsumer, pipeProducer } = await source.worker.router.pipeToRouter({
          producerId: source.producer.id,
          router: target.router,
          enableSctp: false,
          // Both ends are on this host's loopback: nothing to encrypt. Retransmission stays off on purpose, since its buffer
          // would swallow the repeated packets by which an injected track answers a key-frame request.
          enableRtx: false,
          listenInfo: {
            protocol: 'udp',
            ip: '127.0.0.1',
            sendBufferSize: SOCKET_BUFFER_BYTES,
            recvBufferSize: SOCKET_BUFFER_BYTES,
          },
        });
        if (pipeProducer !== undefined) outliveWorker(pipeProducer);
        // Closing one end closes the other, so one end tells of both.
        pipeConsumer?.observer.once('close', forget);
        if (pipeConsumer?.closed !== false) forget();
        pipe.close = () => pipeConsumer?.close();
      } catch (error) {
        forget();
        throw error;
      }
    };
    const laid = join();
    // Each of those who wait gets the failure; without any it must not count as unhandled.
    laid.catch(() => undefined);
    const pipe: Pipe = { laid, users: 0, close: forget, idleTimer: null };
    this.#pipes.set(key, pipe);
    return pipe;
  }

  #release(pipe: Pipe): void {
    pipe.users -= 1;
    if (pipe.users > 0 || this.#closed) return;
    pipe.idleTimer = setTimeout(() => {
      this.#log.debug('closing a pipe that has no viewer');
      pipe.close();
    }, this.#idleMs).unref();
  }
}

/** mediasoup pauses the far end without listening for the outcome; where its worker dies meanwhile, the end is gone anyway, and the hall must not fall over the refusal. */
function outliveWorker(pipeProducer: types.Producer): void {
  const pause = pipeProducer.pause.bind(pipeProducer);
  const resume = pipeProducer.resume.bind(pipeProducer);
  pipeProducer.pause = () => pause().catch(() => undefined);
  pipeProducer.resume = () => resume().catch(() => undefined);
}
