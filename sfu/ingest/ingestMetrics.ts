import { Counter, Gauge, type Registry } from 'prom-client';

/** Why a datagram was not taken: a stranger's, no RTP or RTCP of the track, or a second source beside the first. */
export type DropReason = 'stranger' | 'malformed' | 'otherSource';

export type IngestMetrics = {
  readonly packets: Counter;
  readonly drops: Counter<'reason'>;
  readonly replays: Counter;
};

export function registerIngestMetrics(registry: Registry, openPorts: () => number): IngestMetrics {
  const registers = [registry];
  registry.registerMetric(
    new Gauge({
      name: 'hall_ingest_ports',
      help: 'UDP ports open for plain RTP',
      registers: [],
      collect() {
        this.set(openPorts());
      },
    }),
  );
  return {
    packets: new Counter({ name: 'hall_ingest_packets_total', help: 'RTP packets taken from recorders and cameras', registers }),
    drops: new Counter({ name: 'hall_ingest_drops_total', help: 'Datagrams not taken', labelNames: ['reason'], registers }),
    replays: new Counter({ name: 'hall_ingest_replays_total', help: 'Key-frame requests answered from the store', registers }),
  };
}
