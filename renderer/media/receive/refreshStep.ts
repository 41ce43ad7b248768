/** Calls further apart than this are separate complaints, ms. A tile that stays ill calls every ten seconds. */
const SAME_COMPLAINT_MS = 12_000;
/** A consumer younger than this has not had its chance yet, ms. */
const CONSUMER_CHANCE_MS = 1_500;
/** Making a transport anew interrupts every tile of the window: not more often than this, ms. */
const TRANSPORT_CHANCE_MS = 10_000;

export type Complaint = { readonly count: number; readonly at: number };
export const NO_COMPLAINT: Complaint = { count: 0, at: Number.NEGATIVE_INFINITY };

/**
 * What a tile's complaint that its picture stands still leads to: a key frame first, then a new consumer, and a new
 * transport only while no other tile's picture moves either.
 */
export function refreshStep(
  before: Complaint,
  options: { now: number; consumerMadeAt: number; transportMadeAt: number; othersMove: boolean },
): { complaint: Complaint; step: 'keyFrame' | 'consumer' | 'transport' } {
  const { now } = options;
  const count = now - before.at <= SAME_COMPLAINT_MS ? before.count + 1 : 1;
  const complaint = { count, at: now };
  if (count === 1 || now - options.consumerMadeAt < CONSUMER_CHANCE_MS) {
    return { complaint, step: 'keyFrame' };
  }
  if (count === 2 || options.othersMove || now - options.transportMadeAt < TRANSPORT_CHANCE_MS) {
    return { complaint, step: 'consumer' };
  }
  return { complaint: { count: 0, at: now }, step: 'transport' };
}
