import { Counter, type Registry } from 'prom-client';

/** Figures of the telemetry room. */
export type TelemetryMetrics = ReturnType<typeof createTelemetryMetrics>;

export function createTelemetryMetrics(registry: Registry) {
  const registers = [registry];
  return {
    fixes: new Counter({ name: 'hall_fixes_total', help: 'Positions taken from units', registers }),
    thinned: new Counter({ name: 'hall_fixes_thinned_total', help: 'Positions left out of units that sent more than 20 a second', registers }),
    late: new Counter({ name: 'hall_fixes_late_total', help: 'Positions measured before one that was there already: archived, not shown', registers }),
    early: new Counter({ name: 'hall_fixes_early_total', help: 'Positions dated more than a minute ahead, which were dated when they came', registers }),
    trackLost: new Counter({ name: 'hall_track_fixes_lost_total', help: 'Positions that could not be archived in time and were given up', registers }),
  };
}
