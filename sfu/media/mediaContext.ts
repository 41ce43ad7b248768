import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Feeds } from '../ports/feeds.ts';
import { LiveTracks } from './liveTracks.ts';
import { registerMediaMetrics } from './mediaMetrics.ts';
import { Pipes } from './pipes.ts';
import { Viewers } from './viewers.ts';
import { PoisonGuard } from './workers/poisonGuard.ts';
import { WorkerPool } from './workers/workerPool.ts';

export type MediaPlaneConfig = {
  listenIp: string;
  /** The address that clients reach; undefined to offer every address of the machine. */
  announcedAddress: string | undefined;
  /** UDP and TCP from here on: one port for each worker and one for the standby. */
  basePort: number;
  workers: number;
  workerBin: string | undefined;
  logLevel: types.WorkerLogLevel;
  /** A pipe without viewers is closed after this. Default 30 000. */
  pipeIdleMs?: number;
};

export type MediaPlaneOptions = { config: MediaPlaneConfig; feeds: Feeds; log: Logger; metrics: Registry };

/** What the parts of the media plane share. */
export type MediaContext = {
  readonly pool: WorkerPool;
  readonly pipes: Pipes;
  readonly liveTracks: LiveTracks;
  readonly viewers: Viewers;
  readonly poisonGuard: PoisonGuard;
  readonly feeds: Feeds;
  readonly log: Logger;
};

/** Starts the workers and the books about what runs on them. Errors: a worker cannot start. */
export async function createMediaContext({ config, feeds, log, metrics }: MediaPlaneOptions): Promise<MediaContext> {
  const pool = await WorkerPool.create(config, log);
  const pipes = new Pipes({ idleMs: config.pipeIdleMs ?? 30_000, log });
  const { workerDeaths, failoverSeconds } = registerMediaMetrics(metrics, {
    workers: () => pool.workers,
    all: () => [...pool.workers, ...(pool.standby === null ? [] : [pool.standby])],
    pipes: () => pipes.size,
  });
  const poisonGuard = new PoisonGuard();
  // First among the listeners: a quarantine must stand before the tracks look for a new worker.
  pool.listen({
    died: (dead, error) => {
      workerDeaths.inc();
      const suspect = poisonGuard.workerDied(dead, error, Date.now());
      if (suspect !== null) log.error({ feedId: suspect }, 'workers crash again and again; the newest source is shut out for a minute');
    },
    joined: () => undefined,
  });
  const liveTracks = new LiveTracks({ feeds, onRestored: (outageMs) => failoverSeconds.observe(outageMs / 1_000) });
  return { pool, pipes, liveTracks, viewers: new Viewers(feeds), poisonGuard, feeds, log };
}
