import { createHash, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { UserId } from '#protocol/nouns/ids.ts';
import { newSigningKey, possessionText, type NewSigningKey, type OwnSigningKey } from '#protocol/tasks/signing.ts';
import type { SecretSeal } from '../ports/secretSeal.ts';
import type { SigningKeyRecord } from '../ports/stores.ts';

const lockedAway = newSigningKey.pick({ salt: true, kdf: true, hallShare: true, sealedKey: true }).extend({ /** SHA-256, base64. */ proofHash: z.string() });
/** What the hall keeps of a key and seals: of use to nobody without the PIN, and without the hall's own key not even to try PINs at. */
export type LockedAway = z.infer<typeof lockedAway>;

/** SHA-256 of the public key, hex. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

export function lockAway(seal: SecretSeal, keyId: string, { salt, kdf, hallShare, sealedKey, proof }: Omit<NewSigningKey, 'algorithm' | 'publicKey' | 'possession'>): string {
  return seal.seal(JSON.stringify({ salt, kdf, hallShare, sealedKey, proofHash: hashOf(proof) } satisfies LockedAway), keyId);
}

/** Null where the hall has another key than the one it was sealed with (a database that was moved without its folder). */
export function opened(seal: SecretSeal, { keyId, sealed }: SigningKeyRecord): LockedAway | null {
  const text = seal.open(sealed, keyId);
  return text === null ? null : lockedAway.parse(JSON.parse(text));
}

export function isProof({ proofHash }: LockedAway, proof: string): boolean {
  return timingSafeEqual(Buffer.from(proofHash), Buffer.from(hashOf(proof)));
}

export function ownKey({ keyId, publicKey, enrolledAt }: SigningKeyRecord, { salt, kdf }: Pick<LockedAway, 'salt' | 'kdf'>): OwnSigningKey {
  return { keyId, algorithm: 'Ed25519', publicKey, salt, kdf, enrolledAt };
}

/** Whether whoever hands the key in can sign with it. */
export function isPossessed({ publicKey, possession }: NewSigningKey, userId: UserId): boolean {
  return isSigned(possessionText({ userId, publicKey }), { publicKey, signature: possession });
}

/** Ed25519 over the text in UTF-8. Both are base64. */
export function isSigned(text: string, { publicKey, signature }: { readonly publicKey: string; readonly signature: string }): boolean {
  const key = keyObject(publicKey);
  return key !== null && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function keyObject(publicKey: string): KeyObject | null {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'base64').toString('base64url') }, format: 'jwk' });
  } catch {
    return null;
  }
}

function hashOf(proof: string): string {
  return createHash('sha256').update(Buffer.from(proof, 'base64')).digest('base64');
}
