import type { WaySample } from './sendQuality.ts';

type Entry = {
  readonly type: string;
  readonly kind?: string;
  readonly id?: string;
  readonly selectedCandidatePairId?: string;
  readonly availableOutgoingBitrate?: number;
  readonly packetsSent?: number;
  readonly packetsLost?: number;
  readonly roundTripTime?: number;
  readonly bytesReceived?: number;
};

const NEWEST_WEIGHT = 0.3;

export type WayLook = {
  readonly sample: WaySample;
  /** Since when nothing has come back from the hall although packets went out, ms; 0 while something does. */
  readonly silentMs: number;
};

/** Reads a sender's statistics, one look after the other, into what the way to the hall is like. */
export class WaySampler {
  #share: number | null = null;
  #before: { sent: number; lost: number } | null = null;
  #received: number | null = null;
  #heardAt: number | null = null;
  #sentThen = 0;

  /** `now`: ms, of the same clock at each call. */
  read(report: Iterable<unknown>, now: number): WayLook {
    const entries = [...report] as Entry[];
    // Not by its state: a pair in use is looked at again and again, on a lossy way for seconds.
    const inUse = entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
    const pair = inUse === undefined ? undefined : entries.find(({ id }) => id === inUse);
    const remote = entries.filter(({ type }) => type === 'remote-inbound-rtp');
    const sent = sum(entries.filter(({ type }) => type === 'outbound-rtp'), 'packetsSent');
    const lost = sum(remote, 'packetsLost');
    const { roundTripTime } = remote.find(({ kind, roundTripTime: time }) => kind === 'audio' && time !== undefined) ?? remote.find((entry) => entry.roundTripTime !== undefined) ?? {};
    return {
      sample: {
        at: now,
        availableKbit: pair?.availableOutgoingBitrate === undefined ? null : pair.availableOutgoingBitrate / 1_000,
        roundTripMs: roundTripTime === undefined ? null : roundTripTime * 1_000,
        lostShare: this.#lostShare(sent, lost, remote.length > 0),
      },
      silentMs: this.#silence(pair?.bytesReceived ?? null, sent, now),
    };
  }

  #lostShare(sent: number, lost: number, reported: boolean): number | null {
    const before = this.#before;
    this.#before = { sent, lost };
    const passed = before === null ? 0 : sent - before.sent;
    if (reported && before !== null && passed > 0) {
      const share = Math.min(1, Math.max(0, (lost - before.lost) / passed));
      // Reports come in lumps: a second without one is followed by one with the losses of two.
      this.#share = this.#share === null ? share : this.#share + (share - this.#share) * NEWEST_WEIGHT;
    }
    return this.#share;
  }

  /** The hall tells ten times a second which packets came: a way on which nothing comes back leads nowhere. */
  #silence(received: number | null, sent: number, now: number): number {
    if (received === null || received !== this.#received || this.#heardAt === null || sent === this.#sentThen) {
      this.#received = received;
      this.#heardAt = now;
      this.#sentThen = sent;
    }
    return now - this.#heardAt;
  }
}

function sum(entries: readonly Entry[], field: 'packetsSent' | 'packetsLost'): number {
  return entries.reduce((total, entry) => total + (entry[field] ?? 0), 0);
}
