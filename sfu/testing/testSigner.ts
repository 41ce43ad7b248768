import { createCipheriv, createHash, generateKeyPairSync, hkdfSync, randomBytes, scryptSync, sign } from 'node:crypto';
import { canonicalTask, type SignedDecision } from '#domain/tasks/signing/canonicalTask.ts';
import type { Task, TaskSignature } from '#protocol/tasks/tasks.ts';
import { possessionText, type NewSigningKey } from '#protocol/tasks/signing.ts';

const KDF = { name: 'scrypt', logN: 15, r: 8, p: 1 } as const;

/** What a person's console does with a key, made anew from Node's own cryptography: that both agree proves the format. */
export class TestSigner {
  readonly key: NewSigningKey;
  readonly keyId: string;
  readonly #sign: (text: string) => string;

  private constructor(key: NewSigningKey, signText: (text: string) => string) {
    this.key = key;
    this.keyId = createHash('sha256').update(Buffer.from(key.publicKey, 'base64')).digest('hex');
    this.#sign = signText;
  }

  static make({ userId, pin }: { readonly userId: string; readonly pin: string }): TestSigner {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
    const publicKey = Buffer.from(x, 'base64url').toString('base64');
    const [salt, hallShare, nonce] = [randomBytes(16), randomBytes(32), randomBytes(12)];
    const stretched = stretch(pin, salt);
    const keyId = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
    const sealing = Buffer.from(hkdfSync('sha256', Buffer.concat([stretched.subarray(0, 32), hallShare]), salt, `command-hall signing key ${keyId}`, 32));
    const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
    const sealedKey = Buffer.concat([nonce, cipher.update(Buffer.from(d, 'base64url')), cipher.final(), cipher.getAuthTag()]);
    const signText = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64');
    const base64 = (bytes: Buffer) => bytes.toString('base64');
    return new TestSigner({
      algorithm: 'Ed25519', publicKey, salt: base64(salt), kdf: KDF, proof: base64(stretched.subarray(32)), hallShare: base64(hallShare), sealedKey: base64(sealedKey),
      possession: signText(possessionText({ userId, publicKey })),
    }, signText);
  }

  /** That this is tried. */
  proofOf(pin: string): string {
    return stretch(pin, Buffer.from(this.key.salt, 'base64')).subarray(32).toString('base64');
  }

  signature(task: Task, decision: Partial<SignedDecision> & Pick<SignedDecision, 'step'>): TaskSignature {
    const text = canonicalTask(task, { words: null, count: null, result: null, onBehalfOf: null, ...decision });
    return { keyId: this.keyId, algorithm: 'Ed25519', contentHash: createHash('sha256').update(text).digest('hex'), signature: this.#sign(text) };
  }
}

function stretch(pin: string, salt: Buffer): Buffer {
  return scryptSync(pin, salt, 64, { N: 2 ** KDF.logN, r: KDF.r, p: KDF.p, maxmem: 256 * 1024 * 1024 });
}
