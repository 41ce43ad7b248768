import type { FeedHealth } from '../feedReceiver.ts';
import type { ReceivedTrack } from './consumeBatch.ts';

/** Older samples say nothing about now, ms. */
const SAMPLE_VALID_MS = 10_000;
/** Two askings closer than this get one answer, ms. */
const SAME_ANSWER_MS = 400;
const FIRST_SPAN_MS = 500;

export type HealthSample = {
  readonly at: number;
  readonly packets: number;
  readonly lost: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly freezes: number;
  readonly framesPerSecond: number;
  readonly jitterMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly codec: string | null;
};

/** Asks the browser how one consumer fares; keeps one sample back to tell what came since. */
export class HealthMeter {
  #source: object | null = null;
  #last: { sample: HealthSample; health: FeedHealth | null } | null = null;

  /** Null when the browser has nothing to say. Never rejects. */
  async read(received: ReceivedTrack, sinceAt: number): Promise<FeedHealth | null> {
    if (this.#source !== received) {
      this.#source = received;
      this.#last = null;
    }
    let before = this.#last;
    if (before?.health && Date.now() - before.sample.at < SAME_ANSWER_MS) {
      return before.health;
    }
    if (!before || Date.now() - before.sample.at > SAMPLE_VALID_MS) {
      const first = await sampleOf(received);
      if (first === null) {
        return null;
      }
      before = { sample: first, health: null };
      await new Promise((resolve) => setTimeout(resolve, FIRST_SPAN_MS));
    }
    const sample = await sampleOf(received);
    if (sample === null) {
      return null;
    }
    const health = healthOf(before.sample, sample, sinceAt);
    if (this.#source === received) {
      this.#last = { sample, health };
    }
    return health;
  }
}

/** What happened between two samples of one consumer. */
export function healthOf(before: HealthSample, after: HealthSample, sinceAt: number): FeedHealth {
  const seconds = Math.max(0.001, (after.at - before.at) / 1_000);
  // A packet that comes late counts as lost first and is taken back then.
  const lost = Math.max(0, after.lost - before.lost);
  const due = lost + Math.max(0, after.packets - before.packets);
  return {
    widthPx: after.widthPx,
    heightPx: after.heightPx,
    framesPerSecond: after.framesPerSecond,
    lostPercent: due === 0 ? 0 : (100 * lost) / due,
    jitterMs: after.jitterMs,
    kbitPerSecond: Math.max(0, ((after.bytes - before.bytes) * 8) / 1_000 / seconds),
    codec: after.codec,
    framesDropped: Math.max(0, after.dropped - before.dropped),
    freezes: Math.max(0, after.freezes - before.freezes),
    sinceAt,
  };
}

async function sampleOf({ consumer }: ReceivedTrack): Promise<HealthSample | null> {
  try {
    return readStats(await consumer.getStats(), Date.now());
  } catch {
    // It was closed meanwhile.
    return null;
  }
}

/** The picture's own figures in a browser's report; null without one. */
export function readStats(report: ReadonlyMap<string, unknown> | RTCStatsReport, at: number): HealthSample | null {
  let inbound: RTCInboundRtpStreamStats | null = null;
  const codecs = new Map<string, string>();
  report.forEach((value: unknown) => {
    const stats = value as RTCStats;
    if (stats.type === 'inbound-rtp') {
      inbound = stats as RTCInboundRtpStreamStats;
    } else if (stats.type === 'codec') {
      codecs.set(stats.id, (stats as RTCStats & { mimeType: string }).mimeType);
    }
  });
  const found = inbound as RTCInboundRtpStreamStats | null;
  if (found === null) {
    return null;
  }
  return {
    at,
    packets: found.packetsReceived ?? 0,
    lost: found.packetsLost ?? 0,
    bytes: found.bytesReceived ?? 0,
    dropped: found.framesDropped ?? 0,
    freezes: found.freezeCount ?? 0,
    framesPerSecond: found.framesPerSecond ?? 0,
    jitterMs: (found.jitter ?? 0) * 1_000,
    widthPx: found.frameWidth ?? 0,
    heightPx: found.frameHeight ?? 0,
    codec: codecs.get(found.codecId ?? '')?.split('/')[1] ?? null,
  };
}

/** All media bytes in a transport's report, their headers included. */
export function receivedBytes(report: ReadonlyMap<string, unknown> | RTCStatsReport): number {
  let bytes = 0;
  report.forEach((value: unknown) => {
    const stats = value as RTCInboundRtpStreamStats;
    if (stats.type === 'inbound-rtp') {
      bytes += (stats.bytesReceived ?? 0) + (stats.headerBytesReceived ?? 0);
    }
  });
  return bytes;
}
