import { createWorker, type types } from 'mediasoup';
import { listenInfos } from './listenInfos.ts';
import { MEDIA_CODECS } from './mediaCodecs.ts';

export type MediaWorkerSettings = {
  listenIp: string;
  announcedAddress: string | undefined;
  /** Path of the worker program; undefined for the one that mediasoup finds. */
  workerBin: string | undefined;
  logLevel: types.WorkerLogLevel;
};

export type MediaCounts = { transports: number; producers: number; consumers: number };

/** A transport that was just made will carry a wall soon; counting it keeps newcomers of one moment apart. */
const TRANSPORT_WEIGHT = 2;

/** One mediasoup process with its one router and its one port, ready for use. */
export class MediaWorker {
  readonly port: number;
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly #worker: types.Worker;
  readonly #counts: MediaCounts = { transports: 0, producers: 0, consumers: 0 };
  #reserved = 0;
  #watchdogMisses = 0;
  #watchdogPending = false;
  #cpuMs = 0;

  private constructor(port: number, worker: types.Worker, router: types.Router, webRtcServer: types.WebRtcServer) {
    this.port = port;
    this.#worker = worker;
    this.router = router;
    this.webRtcServer = webRtcServer;
    this.#countRouter(router);
  }

  /** Errors: whatever keeps the process from starting or the port from being bound. */
  static async create(settings: MediaWorkerSettings, port: number): Promise<MediaWorker> {
    const worker = await createWorker({
      logLevel: settings.logLevel,
      ...(settings.workerBin === undefined ? {} : { workerBin: settings.workerBin }),
    });
    try {
      const [router, webRtcServer] = await Promise.all([
        worker.createRouter({ mediaCodecs: MEDIA_CODECS }),
        worker.createWebRtcServer({
          listenInfos: listenInfos({ listenIp: settings.listenIp, announcedAddress: settings.announcedAddress, port }),
        }),
      ]);
      return new MediaWorker(port, worker, router, webRtcServer);
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get closed(): boolean {
    return this.#worker.closed;
  }

  get died(): boolean {
    return this.#worker.died;
  }

  get counts(): Readonly<MediaCounts> {
    return this.#counts;
  }

  /** CPU time of the process so far, ms; as of the last watchdog round. */
  get cpuMs(): number {
    return this.#cpuMs;
  }

  get load(): number {
    return this.#reserved + this.#counts.producers + this.#counts.consumers + TRANSPORT_WEIGHT * this.#counts.transports;
  }

  /** Counts what is being made already, so that a crowd of one moment spreads. Returns the undoing. */
  reserve(): () => void {
    this.#reserved += TRANSPORT_WEIGHT;
    return () => (this.#reserved -= TRANSPORT_WEIGHT);
  }

  /** One more router of this process, with codecs of its own; whoever asks for it closes it. Errors: those of mediasoup. */
  async createRouter(mediaCodecs: types.RouterRtpCodecCapability[]): Promise<types.Router> {
    const router = await this.#worker.createRouter({ mediaCodecs });
    this.#countRouter(router);
    return router;
  }

  /** Calls once, when the process is gone without having been closed. */
  onDied(listener: (error: Error) => void): void {
    this.#worker.once('died', listener);
  }

  /**
   * One round of the watchdog: asks the process for a sign of life. Counts rounds, not time, so that a machine
   * that slept does not take its workers for hung. Returns the number of rounds without an answer.
   */
  askForSignOfLife(): number {
    if (this.#watchdogPending) return ++this.#watchdogMisses;
    this.#watchdogPending = true;
    void this.#awaitSignOfLife();
    return 0;
  }

  close(): void {
    this.#worker.close();
  }

  async #awaitSignOfLife(): Promise<void> {
    try {
      const usage = await this.#worker.getResourceUsage();
      this.#cpuMs = usage.ru_utime + usage.ru_stime;
      this.#watchdogPending = false;
      this.#watchdogMisses = 0;
    } catch {
      // The process is gone, and its death is told elsewhere.
    }
  }

  #countRouter(router: types.Router): void {
    router.observer.on('newtransport', (transport) => this.#countTransport(transport));
  }

  #countTransport(transport: types.Transport): void {
    // Pipes and injections are no newcomers that will grow: their producers and consumers are counted themselves.
    if (transport.type === 'webrtc') {
      this.#counts.transports += 1;
      transport.observer.once('close', () => (this.#counts.transports -= 1));
    }
    transport.observer.on('newproducer', (producer) => {
      this.#counts.producers += 1;
      producer.observer.once('close', () => (this.#counts.producers -= 1));
    });
    transport.observer.on('newconsumer', (consumer) => {
      this.#counts.consumers += 1;
      consumer.observer.once('close', () => (this.#counts.consumers -= 1));
    });
  }
}
