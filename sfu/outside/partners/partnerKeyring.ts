import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { PartnerKeys } from '#protocol/tasks/partners.ts';
import type { SecretSeal } from '../../ports/secretSeal.ts';
import type { PartnerStore } from '../../ports/stores.ts';

/** 256 bits. */
const KEY_BYTES = 32;
const TOKEN = /^cp_([0-9a-f-]{36})_[A-Za-z0-9_-]{43}$/;

/** `endsAt`: real time, ms; null for the newest one. */
const kept = z.object({ value: z.string(), endsAt: z.number().nullable() });
const keyring = z.object({ /** SHA-256, hex. */ tokens: z.array(kept), sending: z.array(kept), receiving: z.array(kept) });
export type Keyring = z.infer<typeof keyring>;

export const EMPTY_KEYRING: Keyring = { tokens: [], sending: [], receiving: [] };

/** New keys, to be told once, and the ring with them. Of the earlier ones the newest stay until `oldEndAt`; null: none does. */
export function withNewKeys(ring: Keyring, { partnerId, oldEndAt }: { readonly partnerId: PartnerId; readonly oldEndAt: number | null }): { readonly keys: PartnerKeys; readonly ring: Keyring } {
  const keys = { token: `cp_${partnerId}_${randomBytes(KEY_BYTES).toString('base64url')}`, sendingSecret: newSecret(), receivingSecret: newSecret() };
  // Two at a time are enough to change over.
  const after = (before: Keyring['tokens'], value: string) => [{ value, endsAt: null }, ...(oldEndAt === null ? [] : before.slice(0, 1).map((old) => ({ ...old, endsAt: oldEndAt })))];
  return { keys, ring: { tokens: after(ring.tokens, hashOf(keys.token)), sending: after(ring.sending, keys.sendingSecret), receiving: after(ring.receiving, keys.receivingSecret) } };
}

/** Those that hold at this time, newest first. */
export function validOf(keys: Keyring['tokens'], at: number): string[] {
  return keys.filter(({ endsAt }) => endsAt === null || endsAt > at).map(({ value }) => value);
}

/** Whose token this looks like; whether it is one tells `opens`. */
export function partnerIdOf(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null;
}

/** In the same time whether it is wrong at its beginning or at its end. */
export function opens(token: string, { tokens }: Keyring, at: number): boolean {
  const given = Buffer.from(hashOf(token), 'hex');
  return validOf(tokens, at).filter((hash) => timingSafeEqual(Buffer.from(hash, 'hex'), given)).length > 0;
}

/** The keys of partners as they are kept beside the log, sealed. */
export class PartnerKeyrings {
  readonly #store: Pick<PartnerStore, 'keysOf'>;
  readonly #seal: SecretSeal;

  constructor({ store, seal }: { readonly store: Pick<PartnerStore, 'keysOf'>; readonly seal: SecretSeal }) {
    this.#store = store;
    this.#seal = seal;
  }

  /** Empty for one that has none. Errors: JournalError. */
  async of(partnerId: PartnerId): Promise<Keyring> {
    const sealed = await this.#store.keysOf(partnerId);
    const text = sealed === undefined ? null : this.#seal.open(sealed, partnerId);
    return text === null ? EMPTY_KEYRING : keyring.parse(JSON.parse(text));
  }

  sealed(partnerId: PartnerId, ring: Keyring): string {
    return this.#seal.seal(JSON.stringify(ring), partnerId);
  }
}

/** As the Standard Webhooks specification writes them. */
function newSecret(): string {
  return `whsec_${randomBytes(KEY_BYTES).toString('base64')}`;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
