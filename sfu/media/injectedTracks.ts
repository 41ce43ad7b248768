import { errors, type types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { IngestTrack } from '#protocol/media/ingest.ts';
import type { InjectedTrack } from '../ports/mediaPlane.ts';
import type { LiveTrack } from './liveTracks.ts';
import type { MediaContext } from './mediaContext.ts';
import { feedTrackOf } from './wire.ts';
import type { MediaWorker } from './workers/mediaWorker.ts';

export type InjectOptions = { feedId: FeedId; track: IngestTrack; onRtcp: (packet: Buffer) => void };

/** The tracks whose packets come from the hall itself. Moves each to another worker when its own dies. */
export class InjectedTracks {
  readonly #context: MediaContext;
  readonly #tracks = new Set<WorkerBoundTrack>();

  constructor(context: MediaContext) {
    this.#context = context;
    const restartIdle = (): void => {
      for (const track of this.#tracks) void track.restart();
    };
    context.pool.listen({ died: restartIdle, joined: restartIdle });
  }

  /** Errors: ingestRefused. */
  async inject(options: InjectOptions): Promise<InjectedTrack> {
    const track = new WorkerBoundTrack(this.#context, options, () => this.#tracks.delete(track));
    this.#tracks.add(track);
    try {
      await track.start();
    } catch (error) {
      track.close();
      throw new AppError('ingestRefused', { cause: error });
    }
    return track;
  }
}

type Running = { worker: MediaWorker; transport: types.DirectTransport; producer: types.Producer; published: LiveTrack };

class WorkerBoundTrack implements InjectedTrack {
  readonly #context: MediaContext;
  readonly #options: InjectOptions;
  readonly #onClosed: () => void;
  #running: Running | null = null;
  #starting = false;
  #live = false;
  #closed = false;
  #retryTimer: NodeJS.Timeout | null = null;

  constructor(context: MediaContext, options: InjectOptions, onClosed: () => void) {
    this.#context = context;
    this.#options = options;
    this.#onClosed = onClosed;
  }

  /** Resolves also when no worker can take the track now; it starts by itself later. Errors: refused parameters. */
  async start(): Promise<void> {
    if (this.#starting || this.#running !== null) return;
    this.#starting = true;
    try {
      while (!this.#closed && this.#running === null && !this.#mustWait()) {
        try {
          this.#running = await this.#context.pool.place((worker) => this.#attach(worker));
        } catch (error) {
          // The chosen worker died meanwhile; another stands ready, or will call when it joins.
          if (!(error instanceof errors.WorkerClosedError)) throw error;
        }
      }
    } finally {
      this.#starting = false;
    }
  }

  async restart(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      this.#context.log.error({ err: error, feedId: this.#options.feedId }, 'an injected track cannot be moved');
      this.#retryAfter(1_000);
    }
  }

  send(packet: Buffer): void {
    const producer = this.#running?.producer;
    if (producer !== undefined && !producer.closed) producer.send(packet);
  }

  sendRtcp(packet: Buffer): void {
    const transport = this.#running?.transport;
    if (transport !== undefined && !transport.closed) transport.sendRtcp(packet);
  }

  setLive(live: boolean): void {
    this.#live = live;
    if (this.#running !== null) this.#context.liveTracks.setLive(this.#running.published, live);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#running?.transport.close();
    this.#running = null;
    this.#onClosed();
  }

  #mustWait(): boolean {
    const { pool, poisonGuard } = this.#context;
    const until = poisonGuard.quarantinedUntil(this.#options.feedId, Date.now());
    if (until !== null) this.#retryAfter(until - Date.now() + 1);
    return until !== null || pool.workers.length === 0;
  }

  #retryAfter(delayMs: number): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.restart(), delayMs).unref();
  }

  async #attach(worker: MediaWorker): Promise<Running | null> {
    const { feedId, track, onRtcp } = this.#options;
    this.#context.poisonGuard.sourceStarted(worker, feedId);
    const transport = await worker.router.createDirectTransport();
    try {
      const kind = track.mimeType.startsWith('audio/') ? 'audio' : 'video';
      // No key-frame delay: the ingest room answers requests from its own store and shields the source itself.
      const producer = await transport.produce({ kind, rtpParameters: rtpParametersFor(track) });
      if (this.#closed) throw new AppError('closing');
      const published: LiveTrack = { feedId, kind, shape: feedTrackOf(producer), producer, worker, live: this.#live };
      producer.observer.once('close', () => this.#producerClosed(worker));
      transport.on('rtcp', onRtcp);
      this.#context.liveTracks.publish(published);
      return { worker, transport, producer, published };
    } catch (error) {
      transport.close();
      if (this.#closed) return null;
      throw error;
    }
  }

  #producerClosed(worker: MediaWorker): void {
    this.#running = worker.closed ? null : this.#running;
    // Closed on a living worker: another source took the place of this one in the feed.
    if (!worker.closed) this.close();
  }
}

function rtpParametersFor(track: IngestTrack): types.RtpParameters {
  const { ssrc } = track;
  return { codecs: [codecFor(track)], encodings: [{ ssrc }], rtcp: { cname: `ingest-${ssrc}` } };
}

function codecFor(track: IngestTrack): types.RtpCodecParameters {
  const { mimeType, payloadType } = track;
  if (mimeType === 'audio/opus') return { mimeType, payloadType, clockRate: 48_000, channels: 2 };
  if (mimeType === 'audio/PCMA' || mimeType === 'audio/PCMU') return { mimeType, payloadType, clockRate: 8_000, channels: 1 };
  const parameters = mimeType === 'video/H264' ? { 'packetization-mode': 1, 'profile-level-id': track.profileLevelId, 'level-asymmetry-allowed': 1 } : {};
  return { mimeType, payloadType, clockRate: 90_000, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }], parameters };
}
