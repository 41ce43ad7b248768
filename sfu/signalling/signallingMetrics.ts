import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Figures of the signalling room. */
export type SignallingMetrics = ReturnType<typeof createSignallingMetrics>;

export function createSignallingMetrics(registry: Registry, sessions: () => Iterable<{ purpose: string }>) {
  const registers = [registry];
  const open = new Gauge({
    name: 'hall_sessions',
    help: 'Open sessions by purpose',
    labelNames: ['purpose'],
    registers,
    collect() {
      this.reset();
      for (const { purpose } of sessions()) {
        this.inc({ purpose });
      }
    },
  });
  return {
    open,
    requests: new Counter({ name: 'hall_requests_total', help: 'Requests served', labelNames: ['method', 'result'], registers }),
    requestSeconds: new Histogram({
      name: 'hall_request_seconds',
      help: 'Time to serve a request',
      labelNames: ['method'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers,
    }),
    badFrames: new Counter({ name: 'hall_bad_frames_total', help: 'Frames that were no request and no telemetry', registers }),
    refusedUpgrades: new Counter({ name: 'hall_refused_upgrades_total', help: 'Sockets refused at the door', labelNames: ['status'], registers }),
    ends: new Counter({ name: 'hall_connections_ended_total', help: 'Connections ended, by reason', labelNames: ['reason'], registers }),
    skippedTelemetry: new Counter({ name: 'hall_telemetry_skipped_total', help: 'Telemetry frames left out for slow sockets', registers }),
  };
}
