import { collectDefaultMetrics, Registry } from 'prom-client';

/** A fresh registry with the process's own figures (memory, CPU, event-loop lag). */
export function createMetrics(): Registry {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return metrics;
}
