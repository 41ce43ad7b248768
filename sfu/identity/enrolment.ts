import { randomUUIDv7 } from 'node:crypto';
import type { TokenRole } from '#protocol/capabilities.ts';
import { unitId as unitIdSchema } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/hall.ts';
import type { TokenStore, UnitStore } from '../ports/stores.ts';
import type { Identity, TokenAuthority } from './tokenAuthority.ts';

export type Enrolled = { readonly token: string; readonly identity: Identity; readonly expiresAt: number };

/** Takes units and devices into the hall. Works on the stores, whether or not the hall runs. */
export interface Enrolment {
  enrolUnit(unit: Pick<Unit, 'name' | 'teamName' | 'courtCode' | 'courtName' | 'kind'>): Promise<Enrolled>;
  enrolDevice(device: { role: Exclude<TokenRole, 'unit'>; name: string }): Promise<Enrolled>;
  /** By token, device or unit id; answers how many tokens were valid until now. A running hall ends their sessions. */
  revoke(id: string): Promise<number>;
}

export function createEnrolment(options: {
  readonly authority: TokenAuthority;
  readonly units: UnitStore;
  readonly tokens: TokenStore;
  readonly lifetimeMs: number;
  readonly now: () => number;
}): Enrolment {
  const { authority, units, tokens, lifetimeMs, now } = options;
  return {
    async enrolUnit(unit) {
      const unitId = unitIdSchema.parse(randomUUIDv7());
      await units.insert({ ...unit, unitId, enrolledAt: now(), lastSeenAt: null });
      return authority.issue({ role: 'unit', unitId, name: unit.name, lifetimeMs });
    },
    enrolDevice: ({ role, name }) => authority.issue({ role, unitId: null, name, lifetimeMs }),
    revoke: (id) => tokens.revoke(id, now()),
  };
}
