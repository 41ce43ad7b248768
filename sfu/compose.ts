import type { Logger } from 'pino';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { Config } from './config/schema.ts';
import { Diagnostics } from './diagnostics/diagnostics.ts';
import { FeedBook } from './feeds/feedBook.ts';
import { Hall } from './hall/hall.ts';
import { certificateHosts, openCertificates } from './http/certificates.ts';
import { createHttpServer } from './http/httpServer.ts';
import { watchRevocations } from './identity/revocationWatch.ts';
import { openSigningKey } from './identity/signingKey.ts';
import { createTokenAuthority } from './identity/tokenAuthority.ts';
import { createIngest } from './ingest/ingest.ts';
import { createMediaPlane } from './media/mediaPlane.ts';
import { createLogger } from './observability/logger.ts';
import { createMetrics } from './observability/metrics.ts';
import { exposeTiles } from './observability/tileMetrics.ts';
import { openStorage } from './persistence/storage.ts';
import type { News } from './ports/news.ts';
import type { Handlers } from './ports/session.ts';
import { createDispatch } from './signalling/dispatch.ts';
import { createGreet } from './signalling/greeting.ts';
import { createOriginCheck } from './signalling/originCheck.ts';
import { DEFAULT_LIMITS, Signalling } from './signalling/signalling.ts';
import { createSignallingMetrics } from './signalling/signallingMetrics.ts';
import type { ConnectionLimits } from './signalling/connection.ts';
import { TelemetryHub } from './telemetry/telemetryHub.ts';
import { UnitRegistry } from './units/unitRegistry.ts';
import { Wall } from './wall/wall.ts';

const CERTIFICATE_CHECK_MS = 86_400_000;

/** A hall that runs. */
export type RunningHall = {
  /** `https://host:port` as clients reach it. */
  readonly url: string;
  readonly port: number;
  /** SHA-256 of the authority's certificate, lower-case hex. */
  readonly caFingerprint: string;
  readonly caCertificatePem: string;
  readonly log: Logger;
  /** Tells every client, ends all media, makes what is known durable. Idempotent. */
  close(): Promise<void>;
};

/** The two rooms that need media workers and sockets; tests put in others. */
export type Planes = {
  readonly createMediaPlane: typeof createMediaPlane;
  readonly createIngest: typeof createIngest;
};

export type StartOptions = {
  readonly planes?: Planes;
  readonly limits?: Partial<ConnectionLimits>;
  readonly log?: Logger;
  /** Parse answers before they are sent; default: not in production. */
  readonly checkOutputs?: boolean;
};

/** Starts the whole hall in this process. Errors: StorageError, EADDRINUSE and the like; nothing is left running then. */
export async function startHall(config: Config, options: StartOptions = {}): Promise<RunningHall> {
  const closers: (() => Promise<void> | void)[] = [];
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closeAll(closers));
  try {
    return { ...(await start(config, options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: Config,
  options: StartOptions,
  closers: (() => Promise<void> | void)[],
): Promise<Omit<RunningHall, 'close'>> {
  const now = Date.now;
  const log = options.log ?? createLogger({ level: config.logLevel });
  const planes = options.planes ?? { createMediaPlane, createIngest };
  const metrics = createMetrics();

  const storage = await openStorage(config.storageDir);
  closers.push(() => storage.close());
  const hosts = certificateHosts(config.publicHosts);
  const openOwnCertificates = () => openCertificates({ storageFolder: storage.folder, hosts, now: now() });
  const certificates = await openOwnCertificates();
  const authority = createTokenAuthority({ hallId: storage.hallId, key: openSigningKey(storage.folder), tokens: storage.tokens, now });

  const hall = new Hall();
  const news: News = {
    unitChanged: (unit) => hall.unitChanged(unit),
    feedChanged: (feed) => {
      hall.feedChanged(feed);
      wall.feedChanged(feed);
    },
    wallChanged: (slot) => hall.wallChanged(slot),
  };
  const units = await UnitRegistry.create({ store: storage.units, news, log: log.child({ room: 'units' }), now });
  closers.push(() => units.close());
  const feeds = await FeedBook.create({ store: storage.feeds, units, news, log: log.child({ room: 'feeds' }), now });
  closers.push(() => feeds.close());
  const wall = await Wall.create({ store: storage.wall, feeds, news, log: log.child({ room: 'wall' }), now });
  closers.push(() => wall.close());

  const media = await planes.createMediaPlane({
    config: {
      ...config.media,
      announcedAddress: config.media.announcedAddress ?? undefined,
      workerBin: config.media.workerBin ?? undefined,
    },
    feeds,
    log: log.child({ room: 'media' }),
    metrics,
  });
  closers.push(() => media.close());
  const ingest = await planes.createIngest({
    config: {
      listenHost: config.ingest.listenHost,
      ports: { from: config.ingest.portFrom, to: config.ingest.portTo },
      announcedHost: config.media.announcedAddress ?? undefined,
    },
    media,
    feeds,
    log: log.child({ room: 'ingest' }),
    metrics,
  });
  closers.push(() => ingest.close());

  const diagnostics = new Diagnostics({ now });
  exposeTiles(metrics, () => diagnostics.windows());
  const telemetry = new TelemetryHub({ units, send: (session, bytes) => signalling.sendTelemetry(session, bytes), now });
  closers.push(() => telemetry.close());

  const startedAt = now();
  const http = await createHttpServer({
    certificates,
    fieldDir: config.fieldDir,
    metrics,
    metricsToken: config.metricsToken,
    health: () => ({ ...media.status(), sessions: [...signalling.sessions()].length, uptimeS: Math.floor((now() - startedAt) / 1_000) }),
    log: log.child({ room: 'http' }),
  });
  closers.push(() => http.close());

  const handlers = {
    'session.ping': (_, session) => {
      if (session.unitId !== null) {
        units.heard(session.unitId);
      }
      return { serverAt: now() };
    },
    ...hall.handlers(() => ({ units: units.list(), feeds: feeds.list(), wall: wall.list() })),
    ...wall.handlers,
    ...media.handlers,
    ...ingest.handlers,
    ...telemetry.handlers,
    ...diagnostics.handlers,
  } satisfies Handlers;

  let port = config.port;
  const signalling: Signalling = new Signalling({
    server: http.server,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    maxConnectionsPerAddress: config.maxConnectionsPerAddress,
    mayConnectFrom: createOriginCheck({ hosts, port: () => port, allowed: config.allowedOrigins }),
    greet: createGreet({ verify: (token) => authority.verify(token), findUnit: (unitId) => units.find(unitId) }),
    dispatch: createDispatch({ handlers, checkOutputs: options.checkOutputs ?? process.env['NODE_ENV'] !== 'production' }),
    telemetry,
    metrics: createSignallingMetrics(metrics, () => signalling.sessions()),
    log: log.child({ room: 'signalling' }),
    now,
    hall: { hallId: storage.hallId, hallName: config.hallName, protocolVersion: PROTOCOL_VERSION, frameClock: config.frameClock },
    onOpened: (session) => {
      units.arrived(session);
      wall.show(session);
    },
  });
  // The wall must not take the going of its windows and units for a change.
  closers.push(() => signalling.close(), () => wall.close());

  closers.push(watchRevocations({
    tokens: storage.tokens,
    now,
    onRevoked: (tokenIds) => signalling.endRevoked(tokenIds),
    onError: (error) => log.error({ err: error }, 'revocations not read'),
  }));
  const certificateTimer = setInterval(() => {
    openOwnCertificates().then(
      (fresh) => http.setCertificates(fresh),
      (error: unknown) => log.error({ err: error }, 'certificate not renewed'),
    );
  }, CERTIFICATE_CHECK_MS);
  closers.push(() => clearInterval(certificateTimer));

  port = await http.listen({ host: config.listenHost, port: config.port });
  const url = `https://${urlHost(hosts[0] ?? 'localhost')}:${port}`;
  const caFingerprint = certificates.authorityFingerprint;
  log.info({ url, caFingerprint, hallId: storage.hallId, storage: storage.folder, workers: media.status().workers }, 'hall ready');
  return { url, port, caFingerprint, caCertificatePem: certificates.authorityPem, log };
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Last opened, first closed; one that fails does not keep the others open. */
async function closeAll(closers: readonly (() => Promise<void> | void)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.toReversed()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'the hall did not stop cleanly');
  }
}
