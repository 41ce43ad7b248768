import path from 'node:path';
import type { Logger } from 'pino';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { AlarmDesk } from './alarms/alarmDesk.ts';
import { readCounties } from './alarms/counties/readCounties.ts';
import { readAlarmTables } from './alarms/tables/readAlarmTables.ts';
import { createAudit } from './audit/audit.ts';
import { Centres } from './centres/centres.ts';
import { createClockDesk } from './clock/clockDesk.ts';
import { markExercise } from './clock/exerciseMark.ts';
import { createRealClock } from './clock/realClock.ts';
import { settledLog } from './clock/settledLog.ts';
import { VirtualClock } from './clock/virtualClock.ts';
import { programFolder } from './config/programFolder.ts';
import type { Config } from './config/schema.ts';
import { Connectors } from './connectors/connectors.ts';
import type { Closers } from './composition/closers.ts';
import { createFieldRooms } from './composition/fieldRooms.ts';
import { createMediaRooms, type Planes } from './composition/mediaRooms.ts';
import { createOutsideRooms } from './composition/outsideRooms.ts';
import { createSourceRooms } from './composition/sourceRooms.ts';
import { createTaskRooms } from './composition/taskRooms.ts';
import { createTelemetryRooms } from './composition/telemetryRooms.ts';
import { createConsultationRooms } from './consultations/consultationRooms.ts';
import { createCourts } from './courts/courts.ts';
import { createDevices } from './devices/devices.ts';
import { Diagnostics } from './diagnostics/diagnostics.ts';
import { createDrills } from './drills/drills.ts';
import { createDuty } from './duty/duty.ts';
import { FeedBook } from './feeds/feedBook.ts';
import { Fences } from './fences/fences.ts';
import { Grants } from './grants/grants.ts';
import { Hall } from './hall/hall.ts';
import { certificateHosts, openCertificates } from './http/certificates.ts';
import { createHttpServer } from './http/httpServer.ts';
import type { FirstAdministrator } from './identity/firstAdministrator.ts';
import { createIdentity } from './identity/identity.ts';
import { createIngest } from './ingest/ingest.ts';
import { openSigningKey } from './keys/signingKey.ts';
import { EventLog } from './log/eventLog.ts';
import { createExportOnThread } from './log/export/exportThread.ts';
import { createMediaPlane } from './media/mediaPlane.ts';
import { createOperationJournal } from './journal/journal.ts';
import { createLogger } from './observability/logger.ts';
import { createMetrics } from './observability/metrics.ts';
import { exposeTiles } from './observability/tileMetrics.ts';
import { Operations } from './operations/operations.ts';
import { createPeople } from './people/people.ts';
import { openStorage } from './persistence/storage.ts';
import { StorageError } from './persistence/storageFolder.ts';
import { createPictures, picturesOn } from './pictures/pictures.ts';
import { createShelf } from './shelf/createShelf.ts';
import { createSnapshots } from './snapshots/snapshots.ts';
import { createPreferences } from './preferences/preferences.ts';
import type { HallClock } from './ports/clock.ts';
import type { Journal } from './ports/journal.ts';
import type { Handlers } from './ports/session.ts';
import type { ConnectionLimits } from './signalling/connection.ts';
import { createRules } from './rules/rules.ts';
import { createCourtOf } from './signalling/courtOf.ts';
import { createDispatch } from './signalling/dispatch.ts';
import { createGreet } from './signalling/greeting.ts';
import { createGuestDispatch } from './signalling/guestDesk.ts';
import { HeavyRequests } from './signalling/gates/heavyRequests.ts';
import { OpenConnections } from './signalling/openConnections.ts';
import { createOriginCheck } from './signalling/gates/originCheck.ts';
import { DEFAULT_LIMITS, Signalling } from './signalling/signalling.ts';
import { createSignallingMetrics } from './signalling/signallingMetrics.ts';
import { UnitRegistry } from './units/unitRegistry.ts';
import { createPresets } from './wall/commands/presets.ts';
import { createStandards } from './whip/createStandards.ts';
import { createWallPictures } from './wall/pictures/wallPictures.ts';
import { Wall } from './wall/wall.ts';

const DAY_MS = 86_400_000;
/** A token that ended tells from where its person signs in; after so long it tells nothing any more. */
const KEEP_TOKENS_MS = 400 * DAY_MS;

/** A hall that runs. */
export type RunningHall = {
  /** `https://host:port` as clients reach it. */
  readonly url: string;
  readonly port: number;
  /** SHA-256 of the authority's certificate, lower-case hex. */
  readonly caFingerprint: string;
  readonly caCertificatePem: string;
  /** Set at the first start alone: to be told to whoever started it, and kept nowhere. */
  readonly firstAdministrator: FirstAdministrator | null;
  readonly log: Logger;
  /** Tells every client, ends all media, makes what is known durable. Idempotent. */
  close(): Promise<void>;
};

export type StartOptions = {
  readonly planes?: Planes;
  readonly limits?: Partial<ConnectionLimits>;
  readonly log?: Logger;
  /** The hall's time; default: the machine's, in an exercise a virtual clock that begins with it. */
  readonly clock?: HallClock;
  /** Parse answers before they are sent, which costs time; default: yes. The program that is run by itself does not. */
  readonly checkOutputs?: boolean;
};

/** Starts the whole hall in this process. Errors: StorageError, BrokenLogError, EADDRINUSE and the like; nothing is left running then. */
export async function startHall(config: Config, options: StartOptions = {}): Promise<RunningHall> {
  const closers: Closers = [];
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closeAll(closers));
  try {
    return { ...(await start(config, options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(config: Config, options: StartOptions, closers: Closers): Promise<Omit<RunningHall, 'close'>> {
  // Real time, for what protects the hall and keeps its sockets going; sfu/clock/README.md says which is which.
  const now = Date.now;
  const logger = options.log ?? createLogger({ level: config.logLevel });
  const planes = options.planes ?? { createMediaPlane, createIngest };
  const checkOutputs = options.checkOutputs ?? true;
  const metrics = createMetrics();

  const rules = createRules({ rulesDir: config.rulesDir });
  const alarmTables = readAlarmTables(config.rulesDir);
  const storage = await openStorage({ storageDir: config.storageDir, databaseUrl: config.databaseUrl, exclusive: true, log: logger.child({ room: 'persistence' }) });
  closers.push(() => storage.close());
  const { folder, hallId, journal, stores } = storage;
  const clock = await openClock({ config, options, folder, journal, closers });
  const hallNow = () => clock.now();
  const hosts = certificateHosts(config.publicHosts);
  const openOwnCertificates = () => openCertificates({ storageFolder: folder, hosts, now: now() });
  const certificates = await openOwnCertificates();

  const logKey = openSigningKey(folder, 'log');
  const log = await EventLog.open({ journal, key: logKey, now: hallNow, log: logger.child({ room: 'log' }) });
  closers.push(() => log.close());
  if (clock instanceof VirtualClock) {
    clock.settleBy(() => settledLog(log));
  }
  const courts = createCourts({ log });
  await courts.ensureCourts();

  let port = config.port;
  const publicUrl = () => `https://${urlHost(hosts[0] ?? 'localhost')}:${port}`;
  const connections = new OpenConnections();
  const identity = createIdentity({
    hallId,
    hallName: config.hallName,
    exercise: config.exercise,
    key: openSigningKey(folder, 'token'),
    stores,
    log,
    config,
    publicUrl,
    connections,
    now,
    steadyNow: () => performance.now(),
    logger: logger.child({ room: 'identity' }),
  });
  closers.push(() => identity.close());
  const { secrets } = identity;

  const hall = new Hall({
    log,
    present: {
      units: () => units.presences(),
      feeds: () => feeds.presences(),
      slots: () => wall.presences(),
      centres: () => centres.presences(),
    },
    sendAway: (session) => signalling.sendAway(session),
    now,
  });
  closers.push(() => hall.close());
  const units = await UnitRegistry.create({ log, stores, secrets, connections, news: hall, now: hallNow, logger: logger.child({ room: 'units' }) });
  closers.push(() => units.close());
  const feeds = FeedBook.create({ log, units, news: hall, now: hallNow, firstGeneration: now(), logger: logger.child({ room: 'feeds' }) });
  closers.push(() => feeds.close());
  const wall = Wall.create({ log, journal, feeds, news: hall, now, logger: logger.child({ room: 'wall' }) });
  closers.push(() => wall.close());
  const diagnostics = new Diagnostics({ now: hallNow });
  exposeTiles(metrics, () => diagnostics.windows());
  const centres = Centres.create({ log, news: hall, windows: () => diagnostics.windows(), clock });
  closers.push(() => centres.close());

  const { media, lookBack, talks, ingest } = await createMediaRooms({ config, planes, log, units, feeds, sessions: () => signalling.sessions(), now: hallNow, metrics, logger, closers });
  const { telemetry, archive, tracks } = await createTelemetryRooms({ config, folder, log, units, send: (session, bytes) => signalling.sendTelemetry(session, bytes), now: hallNow, metrics, logger, closers });
  const alarms = AlarmDesk.create({
    log,
    journal,
    stores,
    clock,
    units,
    positions: telemetry,
    centres: () => centres.presences(),
    countyAt: readCounties(path.join(programFolder, 'assets/map/region.json')),
    caseTypes: rules.book.caseTypes,
    tables: alarmTables,
    logger: logger.child({ room: 'alarms' }),
  });
  closers.push(() => alarms.close());
  const fences = Fences.create({ log, clock, positions: telemetry, alarms, logger: logger.child({ room: 'fences' }) });
  closers.push(() => fences.close());
  const { connectors: outside, exercise, courtCode } = config;
  const connectors = Connectors.start({ connectors: outside, exercise, courtCode, log, journal, clock, alarms, logger: logger.child({ room: 'connectors' }) });
  closers.push(() => connectors.close());
  const shelf = await createShelf({ folder, now });
  const pictures = picturesOn(shelf);
  const operations = Operations.create({ log, stores, rules, clock, alarms, media: feeds, pictures, folder, logger: logger.child({ room: 'operations' }) });
  closers.push(() => operations.close());

  const grants = Grants.create({ log, stores, clock, publicUrl, logger: logger.child({ room: 'grants' }) });
  const standards = createStandards({ media: media.standard, feeds, units, admit: identity.admit, connections, grants, now, log: logger.child({ room: 'whip' }) });
  closers.push(() => grants.close(), () => standards.close());
  const fieldRooms = createFieldRooms({ log, journal, shelf, units, clock, logger, closers });
  const taskRooms = await createTaskRooms({ folder, hall: { hallId, hallName: config.hallName, courtCode: config.courtCode }, log, journal, stores, taskLedger: storage.taskLedger, rules, shelf, personProof: identity.personProof, clock, realNow: now, alarms, logger, closers });
  const consultations = createConsultationRooms({ log, media, feeds, units, clock, logger: logger.child({ room: 'consultations' }) });
  closers.push(() => consultations.close());
  const outsideRooms = createOutsideRooms({ config, folder, log, journal, stores, rules, shelf, desk: taskRooms.desk, clock, sessions: () => signalling.sessions(), metrics, logger, closers });
  const sourceRooms = createSourceRooms({ config, folder, publicHost: () => urlHost(hosts[0] ?? 'localhost'), log, stores, units, feeds, intake: ingest.intake, fixes: telemetry, alarms, voices: talks, taps: media, positions: telemetry, sessions: () => signalling.sessions(), now: hallNow, metrics, logger, closers });
  const startedAt = now();
  const http = await createHttpServer({
    certificates,
    fieldDir: config.fieldDir,
    metrics,
    metricsToken: config.metricsToken,
    health: () => ({ ...media.status(), sessions: [...signalling.sessions()].length, uptimeS: Math.floor((now() - startedAt) / 1_000) }),
    pages: identity.pages,
    services: [...standards.services, ...outsideRooms.services],
    log: logger.child({ room: 'http' }),
  });
  closers.push(() => http.close());

  const clockDesk = createClockDesk({ clock, exercise: config.exercise, log, courtCode: config.courtCode, sessions: () => signalling.sessions() });
  closers.push(() => clockDesk.close());

  const handlers = {
    'session.ping': (_, session) => {
      if (session.unitId !== null) {
        units.heard(session.unitId);
      }
      return clockDesk.reading();
    },
    ...identity.sessionHandlers,
    ...clockDesk.handlers,
    ...hall.handlers,
    ...courts.handlers,
    ...createPeople({ log, stores, secrets, connections, now }).handlers,
    ...units.handlers,
    ...createDevices({ log, secrets, connections }).handlers,
    ...createDuty({ log, journal }).handlers,
    ...alarms.handlers,
    ...fences.handlers,
    ...connectors.handlers,
    ...operations.handlers,
    ...createOperationJournal({ log, journal, pictures }).handlers,
    ...createPictures({ shelf, log, journal }).handlers,
    ...createSnapshots({ log, journal, shelf, positions: telemetry, now: hallNow }).handlers,
    ...createDrills({ log, journal, exercise: config.exercise, folder }).handlers,
    ...createPreferences({ stores, now }).handlers,
    ...createAudit({ log, journal, newExport: (file) => createExportOnThread({ ...file, key: logKey }), hallId, hallName: config.hallName, now: hallNow }).handlers,
    ...wall.handlers,
    ...wall.drawings,
    ...createPresets({ log }).handlers,
    ...createWallPictures({ log, shelf }).handlers,
    ...grants.handlers,
    ...media.handlers,
    ...lookBack.handlers,
    ...talks.handlers,
    ...ingest.handlers,
    ...sourceRooms.sources.handlers,
    ...sourceRooms.upward,
    ...sourceRooms.recordings.handlers,
    ...fieldRooms.handlers,
    ...taskRooms.handlers,
    ...consultations.handlers,
    ...outsideRooms.handlers,
    ...telemetry.handlers,
    ...tracks.handlers,
    ...diagnostics.handlers,
    ...rules.handlers,
  } satisfies Handlers;

  const signalling: Signalling = new Signalling({
    server: http.server,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    maxConnectionsPerAddress: config.maxConnectionsPerAddress,
    mayConnectFrom: createOriginCheck({ hosts, port: () => port, allowed: config.allowedOrigins }),
    connections,
    greet: createGreet({ admit: identity.admit }),
    guests: createGuestDispatch({ handlers: identity.guestHandlers, checkOutputs }),
    dispatch: createDispatch({ handlers, courtOf: createCourtOf({ log, tokens: stores.tokens }), heavy: new HeavyRequests({ now }), checkOutputs }),
    telemetry,
    metrics: createSignallingMetrics(metrics, () => signalling.sessions()),
    log: logger.child({ room: 'signalling' }),
    now,
    hall: () => ({ hallId, hallName: config.hallName, protocolVersion: PROTOCOL_VERSION, frameClock: config.frameClock, exercise: config.exercise, ...clockDesk.reading() }),
    onOpened: (session) => {
      units.arrived(session);
      wall.opened(session);
      centres.opened(session);
      alarms.opened(session);
      operations.opened(session);
      fieldRooms.opened(session);
      taskRooms.opened(session);
      consultations.opened(session);
    },
  });
  // Neither the wall nor the centres nor the operations must take the going of their windows, units and feeds for a change.
  closers.push(() => signalling.close(), () => wall.close(), () => centres.close(), () => operations.close());

  const forgetTokens = () => {
    stores.tokens.forgetBefore(now() - KEEP_TOKENS_MS).catch((error: unknown) => logger.error({ err: error }, 'old tokens not forgotten'));
  };
  const forgetTracks = () => {
    archive.forgetBefore(hallNow() - config.trackRetentionMs).catch((error: unknown) => logger.error({ err: error }, 'old tracks not forgotten'));
  };
  forgetTokens();
  forgetTracks();
  const daily = setInterval(() => {
    forgetTokens();
    forgetTracks();
    openOwnCertificates().then(
      (fresh) => http.setCertificates(fresh),
      (error: unknown) => logger.error({ err: error }, 'certificate not renewed'),
    );
  }, DAY_MS);
  closers.push(() => clearInterval(daily));

  port = await http.listen({ host: config.listenHost, port: config.port });
  await sourceRooms.start();
  outsideRooms.start();
  // Only now: an account that was made in a start that failed could never tell its password.
  const firstAdministrator = await identity.ensureFirstAdministrator();
  const url = publicUrl();
  const caFingerprint = certificates.authorityFingerprint;
  logger.info({ url, caFingerprint, hallId, storage: folder, workers: media.status().workers, sequence: log.position.sequence }, 'hall ready');
  return { url, port, caFingerprint, caCertificatePem: certificates.authorityPem, firstAdministrator, log: logger };
}

/** Never before the last entry: the log does not go back either. Errors: StorageError, JournalError. */
async function openClock({ config, options, folder, journal, closers }: { config: Config; options: StartOptions; folder: string; journal: Journal; closers: Closers }): Promise<HallClock> {
  const { sequence } = await journal.head();
  const fault = markExercise({ folder, exercise: config.exercise, isEmpty: sequence === 0 });
  if (fault !== null) {
    throw new StorageError(fault);
  }
  const clock = options.clock ?? (config.exercise ? VirtualClock.create() : createRealClock());
  if (clock instanceof VirtualClock) {
    if (options.clock === undefined) {
      closers.push(() => clock.close());
    }
    const last = sequence === 0 ? undefined : (await journal.read({ after: sequence - 1, limit: 1 }))[0];
    await clock.advanceTo(last?.at ?? 0);
  }
  return clock;
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Last opened, first closed; one that fails does not keep the others open. */
async function closeAll(closers: Readonly<Closers>): Promise<void> {
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
