import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { IngestTrack } from '#protocol/media/ingest.ts';
import { AppError } from '#protocol/errors.ts';
import type { FeedId, IngestId, SessionId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { TrackInjection } from '../ports/mediaPlane.ts';
import type { RtpIntake } from '../ports/rtpIntake.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { IncomingTrack } from './incomingTrack.ts';
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
  /** For rooms that bring media as RTP. */
  readonly intake: RtpIntake;
  /** Frees every port. Idempotent. */
  close(): Promise<void>;
}

type Part = { checkSilence(now: number): void; close(): void };

/** What stands behind a feed now. `sessionId` is null where a room of the hall brings it. */
type OpenIngest = {
  readonly ingestId: IngestId;
  readonly feedId: FeedId;
  readonly sessionId: SessionId | null;
  readonly parts: readonly Part[];
};

/** Serves `ingest.*`: plain RTP from recorders, cameras and encoders; and takes it from rooms of the hall. */
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
    for (const { parts } of ingests.values()) for (const part of parts) part.checkSilence(now);
  }, SILENCE_CHECK_MS).unref();

  const end = (ingest: OpenIngest): void => {
    if (!ingests.delete(ingest.ingestId)) return;
    for (const part of ingest.parts) part.close();
  };

  // A camera that came back, over a new connection or this one, sends to its new ports; the former ones would stay silent.
  const endFormer = (feedId: FeedId): void => {
    for (const former of ingests.values()) if (former.feedId === feedId) end(former);
  };
  const hold = (held: Omit<OpenIngest, 'ingestId'>): OpenIngest => {
    const ingest = { ...held, ingestId: randomUUIDv7() as IngestId };
    ingests.set(ingest.ingestId, ingest);
    return ingest;
  };
  const receiversFor = ({ feedId, tracks, remoteAddress, onLive }: Parameters<RtpIntake['listen']>[0]): Promise<TrackReceiver[]> => {
    endFormer(feedId);
    return allOrNone(tracks.map((track, index) => TrackReceiver.create({ ports, media, metrics, feedId, track, remoteAddress, onLive: (live) => onLive(index, live) })));
  };

  const intake: RtpIntake = {
    listen: async (wish) => {
      refuseTwoOfAKind(wish.tracks);
      const receivers = await receiversFor(wish);
      const ingest = hold({ feedId: wish.feedId, sessionId: null, parts: receivers });
      return { ports: receivers.map(({ port }) => port), close: () => end(ingest) };
    },
    accept: async ({ feedId, tracks, onLive, onKeyFrameWanted }) => {
      refuseTwoOfAKind(tracks);
      endFormer(feedId);
      const incoming = await allOrNone(tracks.map((track, index) => IncomingTrack.create({
        media, metrics, feedId, track,
        toSource: (_, { keyFrameWanted }) => {
          if (keyFrameWanted) onKeyFrameWanted();
        },
        onLive: (live) => onLive(index, live),
      })));
      const ingest = hold({ feedId, sessionId: null, parts: incoming });
      const refused = (taken: boolean | undefined): void => {
        if (taken === false) metrics.drops.inc({ reason: 'malformed' });
      };
      return {
        packet: (track, rtp) => refused(incoming[track]?.packet(rtp)),
        rtcp: (track, rtcp) => refused(incoming[track]?.rtcp(rtcp)),
        close: () => end(ingest),
      };
    },
  };

  const open = async (data: RequestData<'ingest.open'>, session: Session): Promise<RequestOutput<'ingest.open'>> => {
    const { unitId, sessionId, remoteAddress } = session;
    if (unitId === null) throw new AppError('forbidden');
    refuseTwoOfAKind(data.tracks);
    if ([...ingests.values()].filter((ingest) => ingest.sessionId === sessionId).length >= MAX_INGESTS_OF_SESSION) {
      throw new AppError('tooManyFeeds');
    }
    const { feedId } = await feeds.open(unitId, data.label);
    const ignored = () => undefined;
    const receivers = await receiversFor({ feedId, tracks: data.tracks, remoteAddress, onLive: ignored });
    const ingest = hold({ feedId, sessionId, parts: receivers });
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
    intake,
    close: async () => {
      clearInterval(silenceTimer);
      for (const ingest of ingests.values()) end(ingest);
      log.debug('ingest closed');
    },
  };
}

function refuseTwoOfAKind(tracks: readonly IngestTrack[]): void {
  const kinds = new Set(tracks.map(({ mimeType }) => mimeType.startsWith('audio/')));
  if (kinds.size < tracks.length) throw new AppError('ingestRefused', { detail: 'two tracks of one kind' });
}

/** Half an ingest is none: when one track is refused, the ports of the others are freed. */
async function allOrNone<Track extends Part>(creations: readonly Promise<Track>[]): Promise<Track[]> {
  const results = await Promise.allSettled(creations);
  const failure = results.find((result) => result.status === 'rejected');
  const made = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  if (failure === undefined) return made;
  for (const track of made) track.close();
  throw failure.reason;
}
