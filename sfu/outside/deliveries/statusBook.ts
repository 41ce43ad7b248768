import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { PartnerStatus } from '#protocol/tasks/partners.ts';
import type { DeliveryFault } from './courier.ts';

type Kept = Pick<PartnerStatus, 'deliveredAt' | 'fault' | 'heardAt'>;
const NOTHING: Kept = { deliveredAt: null, fault: null, heardAt: null };

/** How the traffic with each partner went last; kept in memory alone. */
export class StatusBook {
  readonly #kept = new Map<PartnerId, Kept>();

  of(partnerId: PartnerId): Kept {
    return this.#kept.get(partnerId) ?? NOTHING;
  }

  tried(partnerId: PartnerId, fault: DeliveryFault | null, at: number): void {
    this.#kept.set(partnerId, { ...this.of(partnerId), ...(fault === null ? { fault: null, deliveredAt: at } : { fault: { ...fault, at } }) });
  }

  heard(partnerId: PartnerId, at: number): void {
    this.#kept.set(partnerId, { ...this.of(partnerId), heardAt: at });
  }
}
