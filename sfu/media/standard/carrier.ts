import { errors, type types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { IceCandidate, IceParameters, StandardTransport, TransportEnd } from '../../ports/standardMedia.ts';
import type { DtlsParametersInput } from '#protocol/media/rtp.ts';
import { dtlsParametersOf, mediaError } from '../wire.ts';
import type { MediaWorker } from '../workers/mediaWorker.ts';

/** From the answer to the end of DTLS. */
const CONNECT_WITHIN_MS = 15_000;
/** As for sessions: longer than a short loss of radio. */
const ICE_CONSENT_TIMEOUT_S = 20;

type Options = {
  readonly worker: MediaWorker;
  readonly router: types.Router;
  /** 0 for a transport that only takes in. */
  readonly firstOutgoingBitrate: number;
  readonly onConnected: () => void;
  readonly onEnded: (end: TransportEnd) => void;
  /** Whatever way it ends. */
  readonly onClosed: () => void;
  readonly connectWithinMs?: number;
};

/** A WebRTC transport that belongs to no session. */
export class Carrier implements StandardTransport {
  readonly transport: types.WebRtcTransport;
  readonly worker: MediaWorker;
  readonly #options: Options;
  readonly #deadline: NodeJS.Timeout;
  #connected = false;
  #closed = false;

  private constructor(transport: types.WebRtcTransport, options: Options) {
    this.transport = transport;
    this.worker = options.worker;
    this.#options = options;
    this.#deadline = setTimeout(() => this.end('neverConnected'), options.connectWithinMs ?? CONNECT_WITHIN_MS).unref();
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') this.#opened();
      if (state === 'failed' || state === 'closed') this.end('lost');
    });
    transport.on('icestatechange', (state) => {
      if (state === 'disconnected' || state === 'closed') this.end('lost');
    });
    transport.on('routerclose', () => this.sourceEnded());
  }

  /** Errors: whatever mediasoup throws. */
  static async create(options: Options): Promise<Carrier> {
    const { worker, router, firstOutgoingBitrate } = options;
    const transport = await router.createWebRtcTransport({
      webRtcServer: worker.webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      iceConsentTimeout: ICE_CONSENT_TIMEOUT_S,
      ...(firstOutgoingBitrate === 0 ? {} : { initialAvailableOutgoingBitrate: firstOutgoingBitrate }),
    });
    return new Carrier(transport, options);
  }

  get connected(): boolean {
    return this.#connected;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get iceParameters(): IceParameters {
    const { usernameFragment, password } = this.transport.iceParameters;
    return { usernameFragment, password };
  }

  get iceCandidates(): readonly IceCandidate[] {
    return this.transport.iceCandidates.map(({ foundation, priority, address, port, protocol, tcpType }) => ({ foundation, priority, address, port, protocol, tcpType: tcpType ?? null }));
  }

  /** The strongest first: an answer names one. */
  get fingerprints(): StandardTransport['fingerprints'] {
    return this.transport.dtlsParameters.fingerprints.toSorted((left, right) => Number(right.algorithm === 'sha-256') - Number(left.algorithm === 'sha-256'));
  }

  /** Errors: badInput, transportClosed. */
  async connect(dtlsParameters: DtlsParametersInput): Promise<void> {
    try {
      await this.transport.connect({ dtlsParameters: dtlsParametersOf(dtlsParameters) });
    } catch (error) {
      throw this.refused(error);
    }
  }

  async restartIce(): Promise<IceParameters> {
    try {
      const { usernameFragment, password } = await this.transport.restartIce();
      return { usernameFragment, password };
    } catch (error) {
      throw this.refused(error);
    }
  }

  /** What it carries is gone. */
  sourceEnded(): void {
    this.end(this.worker.died ? 'workerDied' : 'sourceEnded');
  }

  /** Ends it and says why. */
  end(why: TransportEnd): void {
    if (this.#closed) return;
    this.close();
    this.#options.onEnded(why);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#deadline);
    this.transport.close();
    this.#options.onClosed();
  }

  refused(error: unknown): AppError {
    if (this.#closed || error instanceof errors.WorkerClosedError) return new AppError('transportClosed', { cause: error });
    const coded = mediaError(error);
    // All that is asked of a carrier comes out of a stranger's offer: what the worker will not have is the offer's fault.
    return coded.code === 'internal' ? new AppError('badInput', { cause: error }) : coded;
  }

  #opened(): void {
    if (this.#closed || this.#connected) return;
    this.#connected = true;
    clearTimeout(this.#deadline);
    this.#options.onConnected();
  }
}
