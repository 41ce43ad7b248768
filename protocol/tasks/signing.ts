import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, userId } from '../nouns/ids.ts';

const keyId = z.string().regex(/^[0-9a-f]{64}$/);
/** Exactly so many bytes, base64. */
const bytes = (count: number) => z.base64().length(4 * Math.ceil(count / 3));
const algorithm = z.enum(['Ed25519']);

/**
 * How a PIN is stretched. Less than this a console neither makes nor believes: a PIN of six digits is to be had from a weak one.
 * scrypt of the PIN with the salt gives 64 bytes: the first half takes part in sealing the key, the other half is the proof that the hall asks for.
 */
const kdf = z.strictObject({
  name: z.literal('scrypt'),
  logN: z.int().min(15).max(18),
  r: z.literal(8),
  p: z.literal(1),
});

/** A key as its person's console made it. The hall has the public half; the private one is sealed under what the PIN and the hall's share give together. */
export const newSigningKey = z.strictObject({
  algorithm,
  publicKey: bytes(32),
  salt: bytes(16),
  kdf,
  proof: bytes(32),
  /** Given back for the right proof alone. */
  hallShare: bytes(32),
  /** AES-256-GCM under HKDF-SHA-256 (first half of scrypt, hall's share): nonce, text and tag. */
  sealedKey: bytes(60),
  /** By the new key over `possessionText`: nobody enrols a key that is another's. */
  possession: bytes(64),
});
export type NewSigningKey = z.infer<typeof newSigningKey>;

/** One's own key, without what unlocks it. */
const ownKey = z.object({ keyId, algorithm, publicKey: bytes(32), salt: bytes(16), kdf, enrolledAt: z.int() });
export type OwnSigningKey = z.infer<typeof ownKey>;

/** What the new key signs when it is enrolled. */
export function possessionText({ userId: holder, publicKey }: { readonly userId: string; readonly publicKey: string }): string {
  return `command-hall signing key of ${holder}: ${publicKey}`;
}

export const MAX_WRONG_PINS = 5;

/** Subject `signing/<userId>`: all that happened to somebody's keys. */
export const signingEvents = {
  /** Binds the key to the person; the entry is what a verification goes by. */
  'signing.keyEnrolled': event({ data: z.object({ keyId, algorithm, publicKey: bytes(32), userId, name: z.string() }) }),
  'signing.keyRevoked': event({ data: z.object({ keyId, why: z.enum(['renewed', 'revoked']), reason: z.string().nullable() }) }),
  'signing.pinChanged': event({ data: z.object({ keyId }) }),
  /** How often in a row. */
  'signing.pinFailed': event({ data: z.object({ keyId, failures: z.int() }) }),
  'signing.pinLocked': event({ data: z.object({ keyId, failures: z.int(), untilAt: z.int() }) }),
};

const proof = bytes(32);
/** That it is the person who is signed in: somebody at a desk that was left open must not give them a key. Null for accounts without one, which come by the identity provider. */
const password = z.string().min(1).max(256).nullable();
const one = z.object({ key: ownKey });

/** Errors of those with a proof: pinWrong (`left` tries), pinLocked (`untilAt`), notFound (no key), logUnavailable; of those with a password: as for signing in. */
export const signingRequests = {
  /** `hasPassword`: whether a new key asks for one. */
  'signing.mine': request({ needs: 'tasks.read', input: z.strictObject({}), output: z.object({ key: ownKey.nullable(), lockedUntilAt: z.int().nullable(), hasPassword: z.boolean() }) }),
  /** Errors: conflict (there is one, or the key was somebody's before), badSignature (possession). */
  'signing.enrol': request({ needs: 'tasks.read', input: z.strictObject({ commandId, key: newSigningKey, password }), output: one }),
  /** What opens one's key at the console. */
  'signing.unlock': request({ needs: 'tasks.read', input: z.strictObject({ proof }), output: z.object({ hallShare: bytes(32), sealedKey: bytes(60) }) }),
  /** The same key, sealed anew. */
  'signing.changePin': request({ needs: 'tasks.read', input: z.strictObject({ commandId, proof, next: newSigningKey.pick({ salt: true, kdf: true, proof: true, hallShare: true, sealedKey: true }) }), output: one }),
  /** Another key takes its place; what the old one signed stays good. Errors: as for signing.enrol. */
  'signing.renew': request({ needs: 'tasks.read', input: z.strictObject({ commandId, proof, key: newSigningKey }), output: one }),
  /** Without the PIN, which may be forgotten. Errors: notFound. */
  'signing.revoke': request({ needs: 'tasks.read', input: z.strictObject({ commandId, reason: z.string().trim().min(2).max(200) }), output: z.object({}) }),
};
