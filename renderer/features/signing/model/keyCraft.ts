import { ed25519 } from '@noble/curves/ed25519.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { possessionText, type NewSigningKey, type OwnSigningKey } from '#protocol/tasks/signing.ts';

/** Two thirds of a second on a desk of 2026, two on a tablet. */
const KDF: NewSigningKey['kdf'] = { name: 'scrypt', logN: 16, r: 8, p: 1 };
const NONCE_BYTES = 12;

/** How a private key lies on the hall: of no use without the PIN. */
export type SealedKey = Pick<NewSigningKey, 'salt' | 'kdf' | 'proof' | 'hallShare' | 'sealedKey'>;
/** What the PIN gives: what helps to open the key, and what proves to the hall that it was the right one. */
export type Stretched = { readonly opening: Uint8Array<ArrayBuffer>; readonly proof: string };

/** A new pair, its private half sealed under the PIN and a share for the hall. The caller wipes `secretKey`. */
export async function makeKey({ pin, userId, kdf = KDF }: { readonly pin: string; readonly userId: string; readonly kdf?: NewSigningKey['kdf'] }): Promise<{ key: NewSigningKey; secretKey: Uint8Array }> {
  const secretKey = ed25519.utils.randomSecretKey();
  const publicKey = base64Of(ed25519.getPublicKey(secretKey));
  const sealed = await sealKey({ secretKey, publicKey, pin, kdf });
  return { key: { algorithm: 'Ed25519', publicKey, ...sealed, possession: signText(secretKey, possessionText({ userId, publicKey })) }, secretKey };
}

/** Sealed anew, with fresh salt and share. */
export async function sealKey({ secretKey, publicKey, pin, kdf = KDF }: { readonly secretKey: Uint8Array; readonly publicKey: string; readonly pin: string; readonly kdf?: NewSigningKey['kdf'] }): Promise<SealedKey> {
  const [salt, hallShare, nonce] = [randomBytes(16), randomBytes(32), randomBytes(NONCE_BYTES)];
  const { opening, proof } = await stretchPin(pin, { salt: base64Of(salt), kdf });
  const sealing = await sealingKey({ opening, hallShare, salt, publicKey });
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, sealing, new Uint8Array(secretKey));
  return { salt: base64Of(salt), kdf, proof, hallShare: base64Of(hallShare), sealedKey: base64Of(concatBytes(nonce, new Uint8Array(sealed))) };
}

/** Errors: what the browser throws where it was sealed with something else. */
export async function openKey({ key, opening, hallShare, sealedKey }: { readonly key: Pick<OwnSigningKey, 'publicKey' | 'salt'>; readonly opening: Stretched['opening']; readonly hallShare: string; readonly sealedKey: string }): Promise<Uint8Array> {
  const sealing = await sealingKey({ opening, hallShare: bytesOf(hallShare), salt: bytesOf(key.salt), publicKey: key.publicKey });
  const bytes = bytesOf(sealedKey);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, NONCE_BYTES) }, sealing, bytes.slice(NONCE_BYTES)));
}

/** Takes its time, and lets the page live meanwhile. */
export async function stretchPin(pin: string, { salt, kdf }: Pick<OwnSigningKey, 'salt' | 'kdf'>): Promise<Stretched> {
  const stretched = await scryptAsync(utf8ToBytes(pin), bytesOf(salt), { N: 2 ** kdf.logN, r: kdf.r, p: kdf.p, dkLen: 64 });
  return { opening: new Uint8Array(stretched.slice(0, 32)), proof: base64Of(stretched.subarray(32)) };
}

/** Ed25519 over the text in UTF-8, base64. */
export function signText(secretKey: Uint8Array, text: string): string {
  return base64Of(ed25519.sign(utf8ToBytes(text), secretKey));
}

/** SHA-256 of the text in UTF-8, hex. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

async function sealingKey({ opening, hallShare, salt, publicKey }: { readonly opening: Stretched['opening']; readonly hallShare: Uint8Array; readonly salt: Uint8Array<ArrayBuffer>; readonly publicKey: string }): Promise<CryptoKey> {
  const keyId = bytesToHex(sha256(bytesOf(publicKey)));
  const material = await crypto.subtle.importKey('raw', new Uint8Array(concatBytes(opening, hallShare)), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: new Uint8Array(utf8ToBytes(`command-hall signing key ${keyId}`)) }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}

function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
