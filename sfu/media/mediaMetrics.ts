import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { MediaCounts, MediaWorker } from './workers/mediaWorker.ts';

export type MediaMetrics = {
  readonly workerDeaths: Counter;
  readonly failoverSeconds: Histogram;
};

/** Gauges read the plane when they are scraped; nothing is counted twice, so nothing can drift. */
export function registerMediaMetrics(
  registry: Registry,
  read: { workers(): readonly MediaWorker[]; all(): readonly MediaWorker[]; pipes(): number },
): MediaMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number): void =>
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(value());
        },
      }),
    );
  const total = (what: keyof MediaCounts) => (): number => read.workers().reduce((sum, worker) => sum + worker.counts[what], 0);
  gauge('hall_media_workers_alive', 'Media workers at work (the standby is not counted)', () => read.workers().length);
  gauge('hall_media_transports', 'Open WebRTC transports', total('transports'));
  gauge('hall_media_producers', 'Producers on all media workers, pipes included', total('producers'));
  gauge('hall_media_consumers', 'Consumers on all media workers, pipes included', total('consumers'));
  gauge('hall_media_pipes', 'Producers that are carried to another worker', () => read.pipes());
  registry.registerMetric(
    new Gauge({
      name: 'hall_media_worker_cpu_seconds',
      help: 'CPU time of each media worker so far',
      labelNames: ['port'],
      registers: [],
      collect() {
        this.reset();
        for (const worker of read.all()) this.set({ port: String(worker.port) }, worker.cpuMs / 1_000);
      },
    }),
  );
  return {
    workerDeaths: new Counter({ name: 'hall_media_worker_deaths_total', help: 'Media workers that died', registers }),
    failoverSeconds: new Histogram({
      name: 'hall_media_failover_seconds',
      help: 'From the death of a worker until a feed that was on it has media again',
      buckets: [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5, 30],
      registers,
    }),
  };
}
