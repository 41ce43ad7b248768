import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config/schema.ts';
import { openTrackStore } from '../persistence/tracks/openTrackStore.ts';
import type { HallLog } from '../ports/log.ts';
import type { Session } from '../ports/session.ts';
import { TelemetryHub } from '../telemetry/telemetryHub.ts';
import { createTelemetryMetrics } from '../telemetry/telemetryMetrics.ts';
import { TrackArchive } from '../telemetry/tracks/trackArchive.ts';
import { createTracks } from '../telemetry/tracks/tracks.ts';
import type { UnitRegistry } from '../units/unitRegistry.ts';
import type { Closers } from './closers.ts';

/** Where the units are and were. Errors: StorageError. */
export async function createTelemetryRooms(options: {
  readonly config: Config;
  readonly folder: string;
  readonly log: HallLog;
  readonly units: UnitRegistry;
  /** False while the session does not read. */
  readonly send: (session: Session, bytes: Uint8Array) => boolean;
  /** Hall time; that of the sockets and of the archive's files is the machine's. */
  readonly now: () => number;
  readonly metrics: Registry;
  readonly logger: Logger;
  readonly closers: Closers;
}) {
  const { config, folder, log, units, send, now, metrics, logger, closers } = options;
  const telemetryLog = logger.child({ room: 'telemetry' });
  const telemetryMetrics = createTelemetryMetrics(metrics);
  const trackStore = await openTrackStore({ folder, databaseUrl: config.databaseUrl, log: telemetryLog });
  closers.push(() => trackStore.close());
  const archive = await TrackArchive.create({ store: trackStore, realNow: Date.now, log: telemetryLog, onLost: (fixes) => telemetryMetrics.trackLost.inc(fixes) });
  closers.push(() => archive.close());
  const telemetry = new TelemetryHub({
    units,
    send,
    now,
    realNow: Date.now,
    archive,
    metrics: telemetryMetrics,
  });
  closers.push(() => telemetry.close());
  return { telemetry, archive, tracks: createTracks({ store: trackStore, archive, log }) };
}
