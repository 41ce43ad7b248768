import { createPublicKey, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { canonicalTask } from '#domain/tasks/signing/canonicalTask.ts';
import { AppError } from '#protocol/errors.ts';
import type { OwnSigningKey } from '#protocol/tasks/signing.ts';
import { TaskRig } from '#domain/tasks/taskRig.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { hashText } from './keyCraft.ts';
import { pinFault } from './pinRule.ts';
import { KEPT_MS, Signer } from './signer.ts';

const USER = '0190a5b0-0000-7000-8000-000000000001';
const PIN = '837461';
const task = new TaskRig().create('clerk@闽0203');
const approval = { task, step: 'approve', words: '同意' };

/** A hall that keeps one key, and all that it was told. */
function hall() {
  type Kept = { key: OwnSigningKey; proof: string; hallShare: string; sealedKey: string };
  let kept: Kept | null = null;
  const wire: string[] = [];
  const answer = (name: string, data: never): unknown => {
    const input = data as { key: never; next: never; proof: string };
    const keep = (made: Kept & OwnSigningKey, key: Partial<OwnSigningKey>) => {
      kept = { proof: made.proof, hallShare: made.hallShare, sealedKey: made.sealedKey, key: { keyId: hashText(made.publicKey ?? ''), algorithm: 'Ed25519', publicKey: made.publicKey, salt: made.salt, kdf: made.kdf, enrolledAt: 1, ...key } };
      return { key: kept.key };
    };
    switch (name) {
      case 'signing.enrol': return keep(input.key, {});
      case 'signing.unlock': return { hallShare: kept?.hallShare, sealedKey: kept?.sealedKey };
      case 'signing.changePin': return keep(input.next, { publicKey: kept!.key.publicKey, keyId: kept!.key.keyId });
      default: throw new AppError('unknownMethod');
    }
  };
  const link = {
    request: async (name: string, data: never) => {
      wire.push(JSON.stringify(data));
      const expected = kept?.proof;
      if ('proof' in (data as object) && (data as { proof: string }).proof !== expected) throw new AppError('pinWrong', { params: { left: 4 } });
      return answer(name, data);
    },
  } as unknown as Pick<HallLink, 'request'>;
  return { signer: new Signer({ link, newCommandId: () => crypto.randomUUID() }), wire };
}

function isSigned(key: OwnSigningKey, signature: string): boolean {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey, 'base64').toString('base64url') }, format: 'jwk' });
  return verify(null, Buffer.from(canonicalTask(task, { step: 'approve', words: '同意', count: null, result: null, onBehalfOf: null })), publicKey, Buffer.from(signature, 'base64'));
}

describe('a key at a desk', () => {
  it('signs with its PIN alone what was shown, also under another PIN later', async () => {
    const { signer } = hall();
    const key = await signer.enrol({ pin: PIN, password: null, userId: USER });
    const { signature, contentHash } = await signer.signWith(PIN, key, { toSign: approval, keep: false });
    expect(isSigned(key, signature)).toBe(true);
    expect(contentHash).toBe(hashText(canonicalTask(task, { step: 'approve', words: '同意', count: null, result: null, onBehalfOf: null })));
    await expect(signer.signWith('837462', key, { toSign: approval, keep: false })).rejects.toMatchObject({ code: 'pinWrong' });
    const changed = await signer.changePin({ pin: PIN, next: '295836', key });
    expect(changed).toMatchObject({ publicKey: key.publicKey });
    expect(isSigned(key, (await signer.signWith('295836', changed, { toSign: approval, keep: false })).signature)).toBe(true);
    expect(signer.isOpen).toBe(false);
  }, 30_000);

  it('stays open only where that is wanted, and for five minutes', async () => {
    const { signer } = hall();
    const key = await signer.enrol({ pin: PIN, password: null, userId: USER });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      // The stretching lets the page live by timers of its own.
      const signing = signer.signWith(PIN, key, { toSign: approval, keep: true });
      await vi.advanceTimersByTimeAsync(10_000);
      await signing;
      expect(isSigned(key, signer.sign(approval).signature)).toBe(true);
      await vi.advanceTimersByTimeAsync(KEPT_MS);
      expect(signer.isOpen).toBe(false);
      expect(() => signer.sign(approval)).toThrow(AppError);
    } finally {
      vi.useRealTimers();
    }
  }, 30_000);

  it('tells the hall neither the PIN nor the private key', async () => {
    const { signer, wire } = hall();
    const drawn: Uint8Array[] = [];
    const draw = crypto.getRandomValues.bind(crypto);
    const spy = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      const filled = draw(array);
      drawn.push(new Uint8Array(filled as unknown as Uint8Array));
      return filled;
    });
    const key = await signer.enrol({ pin: PIN, password: null, userId: USER });
    await signer.signWith(PIN, key, { toSign: approval, keep: true });
    await signer.changePin({ pin: PIN, next: '295836', key });
    spy.mockRestore();
    const secret = drawn.find((bytes) => bytes.length === 32 && Buffer.from(ed25519.getPublicKey(bytes)).toString('base64') === key.publicKey);
    expect(secret).toBeDefined();
    const bytes = Buffer.from(secret!);
    expect(wire.length).toBeGreaterThan(3);
    for (const told of [PIN, '295836', bytes.toString('base64').slice(0, 42), bytes.toString('hex'), bytes.toString('base64url').slice(0, 42)]) {
      expect(wire.join()).not.toContain(told);
    }
  }, 30_000);
});

describe('a PIN', () => {
  it.each([
    ['83041', 'digits'], ['8304178304178', 'digits'], ['83o417', 'digits'], ['123456', 'row'], ['98765432', 'row'], ['000000', 'row'], ['135791', 'row'],
    ['121212', 'repeated'], ['123123', 'repeated'], ['850312', 'date'], ['120385', 'date'], ['19850312', 'date'], ['12031985', 'date'], ['147258', 'common'],
    ['830417', 'date'], ['837461', null], ['90417382', null],
  ])('%s: %s', (pin, fault) => {
    expect(pinFault(pin)).toBe(fault);
  });

  it('is never refused for being long and drawn by lot', () => {
    fc.assert(fc.property(fc.bigInt({ min: 10n ** 11n, max: 10n ** 12n - 1n }), (pin) => {
      const digits = String(pin);
      fc.pre(new Set(digits).size > 4);
      expect(pinFault(digits)).toBeNull();
    }));
  });
});
