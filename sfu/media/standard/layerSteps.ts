import type { types } from 'mediasoup';

/** Score of 10 as mediasoup gives it from the receiver's reports. */
const POOR = 6;
const GOOD = 9;
const DOWN_AFTER_MS = 2_000;
const UP_AFTER_MS = 10_000;

type Stepped = Pick<types.Consumer, 'type' | 'closed' | 'rtpParameters' | 'setPreferredLayers'> & { on(event: 'score', listener: (score: types.ConsumerScore) => void): unknown };

/** A player of the standard seldom takes part in bandwidth estimation: its layer follows what it reports to have lost. */
export function stepLayers(consumer: Stepped, now: () => number = () => performance.now()): void {
  if (consumer.type !== 'simulcast') return;
  const top = Number(/^[LS](\d)/.exec(consumer.rtpParameters.encodings?.[0]?.scalabilityMode ?? '')?.[1] ?? 1) - 1;
  let layer = top;
  let changedAt = now();
  consumer.on('score', ({ score }) => {
    const passedMs = now() - changedAt;
    const next = score <= POOR && passedMs >= DOWN_AFTER_MS ? layer - 1 : score >= GOOD && passedMs >= UP_AFTER_MS ? layer + 1 : layer;
    if (next === layer || next < 0 || next > top || consumer.closed) return;
    layer = next;
    changedAt = now();
    // It closed meanwhile, then.
    consumer.setPreferredLayers({ spatialLayer: layer }).catch(() => undefined);
  });
}
