import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config/schema.ts';
import type { FeedBook } from '../feeds/feedBook.ts';
import { createGateway, type GbGateway } from '../gb28181/gateway.ts';
import { createGbLegs } from '../gb28181/media/createGbLegs.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import type { UnitAlarms } from '../ports/alarms.ts';
import type { HallLog } from '../ports/log.ts';
import type { FixIntake } from '../ports/positions.ts';
import type { RtpIntake } from '../ports/rtpIntake.ts';
import type { Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';
import type { VoiceSinks } from '../ports/voiceSinks.ts';
import { createSources } from '../sources/createSources.ts';
import { createSecretSeal } from '../sources/sealedSecret.ts';
import { createStreams, type Streams } from '../streams/createStreams.ts';
import type { UnitRegistry } from '../units/unitRegistry.ts';
import type { Closers } from './closers.ts';

/** Units without a field page: the book of sources, and the rooms that fetch or receive their pictures. */
export function createSourceRooms(options: {
  readonly config: Config;
  /** Storage folder. */
  readonly folder: string;
  /** Under which encoders reach the hall. */
  readonly publicHost: () => string;
  readonly log: HallLog;
  readonly stores: Stores;
  readonly units: UnitRegistry;
  readonly feeds: FeedBook;
  readonly intake: RtpIntake;
  readonly fixes: FixIntake;
  readonly alarms: UnitAlarms;
  readonly voices: VoiceSinks;
  readonly sessions: () => Iterable<Session>;
  readonly now: () => number;
  readonly metrics: Registry;
  readonly logger: Logger;
  readonly closers: Closers;
}) {
  const { config, folder, publicHost, log, stores, units, feeds, intake, fixes, alarms, voices, sessions, now, metrics, logger, closers } = options;
  const { listenHost, rtmpPort, srtPortFrom, srtPortTo } = config.streams;
  let gateway: GbGateway | undefined;
  const sources = createSources({
    log,
    stores,
    seal: createSecretSeal(openSigningKey(folder, 'token').privateKey),
    sessions,
    places: { host: publicHost, rtmpPort },
    srtPorts: { from: srtPortFrom, to: srtPortTo },
    directory: { channels: () => gateway?.channels() ?? [], server: () => gateway?.server() ?? null },
    now,
    logger: logger.child({ room: 'sources' }),
  });
  let streams: Streams | undefined;
  // Said here and not when they start, so that they end after the rooms that would take the going of their units and feeds for a change.
  closers.push(() => sources.close(), () => streams?.close(), () => gateway?.close());
  return {
    sources,
    /** When there are sessions that can be told. */
    start: async () => {
      streams = await createStreams({ config: { listenHost, rtmpPort }, sources, feeds, units, intake, now, metrics, log: logger.child({ room: 'streams' }) });
      if (!config.gb28181.enabled) return;
      const announcedHost = config.gb28181.announcedHost ?? config.media.announcedAddress ?? publicHost();
      gateway = await createGateway({ config: config.gb28181, announcedHost, sources, feeds, units, fixes, alarms, voices, legs: createGbLegs({ config: config.gb28181, announcedHost, intake }), now, realNow: Date.now, log: logger.child({ room: 'gb28181' }) });
    },
  };
}
