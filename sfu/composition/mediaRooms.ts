import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config/schema.ts';
import type { FeedBook } from '../feeds/feedBook.ts';
import type { createIngest } from '../ingest/ingest.ts';
import { LookBack } from '../lookback/lookBack.ts';
import type { createMediaPlane } from '../media/mediaPlane.ts';
import type { HallLog } from '../ports/log.ts';
import type { Session } from '../ports/session.ts';
import { Talks } from '../talk/talks.ts';
import type { UnitRegistry } from '../units/unitRegistry.ts';
import type { Closers } from './closers.ts';

/** The two rooms that need media workers and sockets; tests put in others. */
export type Planes = {
  readonly createMediaPlane: typeof createMediaPlane;
  readonly createIngest: typeof createIngest;
};

/** Pictures and sound: the plane that forwards them, what is remembered of them, who talks, and plain RTP that comes in. Errors: a worker cannot start. */
export async function createMediaRooms(options: {
  readonly config: Config;
  readonly planes: Planes;
  readonly log: HallLog;
  readonly units: UnitRegistry;
  readonly feeds: FeedBook;
  readonly sessions: () => Iterable<Session>;
  readonly now: () => number;
  readonly metrics: Registry;
  readonly logger: Logger;
  readonly closers: Closers;
}) {
  const { config, planes, log, units, feeds, sessions, now, metrics, logger, closers } = options;
  const media = await planes.createMediaPlane({
    config: {
      ...config.media,
      announcedAddress: config.media.announcedAddress ?? undefined,
      workerBin: config.media.workerBin ?? undefined,
    },
    feeds,
    log: logger.child({ room: 'media' }),
    metrics,
  });
  closers.push(() => media.close());
  const lookBack = LookBack.create({ config: config.media, media: feeds, taps: media, log, now, metrics, logger: logger.child({ room: 'lookback' }) });
  closers.push(() => lookBack.close());
  const talks = Talks.create({ log, units, media, sessions, now, logger: logger.child({ room: 'talk' }) });
  closers.push(() => talks.close());
  const ingest = await planes.createIngest({
    config: {
      listenHost: config.ingest.listenHost,
      ports: { from: config.ingest.portFrom, to: config.ingest.portTo },
      announcedHost: config.media.announcedAddress ?? undefined,
    },
    media,
    feeds,
    log: logger.child({ room: 'ingest' }),
    metrics,
  });
  closers.push(() => ingest.close());
  return { media, lookBack, talks, ingest };
}
