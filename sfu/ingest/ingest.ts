import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { FeedId, IngestId, SessionId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { TrackInjection } from '../ports/mediaPlane.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { registerIngestMetrics } from './ingestMetrics.ts';
import { PortPool } from './portPool.ts';
import { reachableHost } from './reachableHost.ts';
import { TrackReceiver } from './trackReceiver.ts';

const MAX_INGESTS_OF_SESSION = 8;
const SILENCE_CHECK_MS = 250;

export type IngestConfig = {
  /** Address the UDP ports are bound on. */
  listenHost: string;
  /** Both ends included. */
  ports: { from: number; to: number };
  /** What sources are told to send to; undefined for the address of this machine that is nearest to them. */
  announcedHost: string | undefined;
};

export interface Ingest {
  readonly handlers: HandlersOf<'ingest'>;
  /** Frees every port. Idempotent. */
  close(): Promise<void>;
}

type OpenIngest = {
  readonly ingestId: IngestId;
  readonly feedId: FeedId;
  readonly sessionId: SessionId;
  readonly receivers: readonly TrackReceiver[];
};

/** Serves `ingest.*`: plain RTP from recorders, cameras and encoders. */
export async function createIngest(options: {
  config: IngestConfig;
  media: TrackInjection;
  feeds: Feeds;
  log: Logger;
  metrics: Registry;
}): Promise<Ingest> {
  const { config, media, feeds, log } = options;
  const ports = new PortPool({ host: config.listenHost, ...config.ports });
  const metrics = registerIngestMetrics(options.metrics, () => ports.open);
  const ingests = new Map<IngestId, OpenIngest>();
  const silenceTimer = setInterval(() => {
    const now = performance.now();
    for (const { receivers } of ingests.values()) for (const receiver of receivers) receiver.checkSilence(now);
  }, SILENCE_CHECK_MS).unref();

  const end = (ingest: OpenIngest): void => {
    if (!ingests.delete(ingest.ingestId)) return;
    for (const receiver of ingest.receivers) receiver.close();
  };

  const open = async (data: RequestData<'ingest.open'>, session: Session): Promise<RequestOutput<'ingest.open'>> => {
    const { unitId, sessionId, remoteAddress } = session;
    if (unitId === null) throw new AppError('forbidden');
    const kinds = new Set(data.tracks.map((track) => track.mimeType === 'audio/opus'));
    if (kinds.size < data.tracks.length) throw new AppError('ingestRefused', { detail: 'two tracks of one kind' });
    if ([...ingests.values()].filter((ingest) => ingest.sessionId === sessionId).length >= MAX_INGESTS_OF_SESSION) {
      throw new AppError('tooManyFeeds');
    }
    const { feedId } = await feeds.open(unitId, data.label);
    // A camera that came back, over a new connection or this one, sends to its new ports; the former ones would stay silent.
    for (const former of ingests.values()) if (former.feedId === feedId) end(former);
    const receivers = await allOrNone(
      data.tracks.map((track) => TrackReceiver.create({ ports, media, metrics, feedId, track, remoteAddress })),
    );
    const ingest: OpenIngest = { ingestId: randomUUIDv7() as IngestId, feedId, sessionId, receivers };
    ingests.set(ingest.ingestId, ingest);
    if (session.ended.aborted) {
      end(ingest);
      throw new AppError('disconnected');
    }
    session.ended.addEventListener('abort', () => end(ingest), { once: true });
    const portNumbers = receivers.map((receiver) => receiver.port);
    session.log.info({ feedId, ports: portNumbers }, 'plain RTP is awaited');
    return {
      ingestId: ingest.ingestId,
      feedId,
      host: reachableHost({ listenHost: config.listenHost, announcedHost: config.announcedHost, remoteAddress }),
      ports: portNumbers,
    };
  };

  return {
    handlers: {
      'ingest.open': open,
      'ingest.close': async (data, session) => {
        const ingest = ingests.get(data.ingestId);
        if (ingest?.sessionId !== session.sessionId) throw new AppError('notFound');
        end(ingest);
        return {};
      },
    },
    close: async () => {
      clearInterval(silenceTimer);
      for (const ingest of ingests.values()) end(ingest);
      log.debug('ingest closed');
    },
  };
}

/** Half an ingest is none: when one track is refused, the ports of the others are freed. */
async function allOrNone(creations: readonly Promise<TrackReceiver>[]): Promise<TrackReceiver[]> {
  const results = await Promise.allSettled(creations);
  const failure = results.find((result) => result.status === 'rejected');
  const receivers = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  if (failure === undefined) return receivers;
  for (const receiver of receivers) receiver.close();
  throw failure.reason;
}
