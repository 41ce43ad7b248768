import { canonicalTask, type SignedDecision } from '#domain/tasks/signing/canonicalTask.ts';
import { AppError } from '#protocol/errors.ts';
import type { Task, TaskSignature } from '#protocol/tasks/tasks.ts';
import type { OwnSigningKey } from '#protocol/tasks/signing.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { hashText, makeKey, openKey, sealKey, signText, stretchPin } from './keyCraft.ts';

/** How long a key stays open where its person wants that, ms. */
export const KEPT_MS = 5 * 60_000;
/** And behind a page that nobody looks at. */
export const KEPT_HIDDEN_MS = 30_000;

/** What is signed: the task as it is shown, and the decision on it. */
export type ToSign = { readonly task: Task; readonly step: string; readonly words: string | null; readonly count?: number | null; readonly result?: SignedDecision['result']; readonly onBehalfOf?: SignedDecision['onBehalfOf'] };

/** The text, and its hash (SHA-256, hex), of which the person sees the beginning. */
export function textOf({ task, step, words, count = null, result = null, onBehalfOf = null }: ToSign): { readonly text: string; readonly contentHash: string } {
  const text = canonicalTask(task, { step, words, count, result, onBehalfOf });
  return { text, contentHash: hashText(text) };
}

type Options = { readonly link: Pick<HallLink, 'request'>; readonly newCommandId: () => string };
type Opened = { readonly keyId: string; readonly secretKey: Uint8Array; readonly timer: ReturnType<typeof setTimeout> };

/** One person's key at this desk. Opened, it lives in this page's memory alone, and not for long. Errors of all: those of the requests, disconnected. */
export class Signer {
  readonly #options: Options;
  #opened: Opened | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether it signs without asking for the PIN. */
  get isOpen(): boolean {
    return this.#opened !== null;
  }

  mine() {
    return this.#options.link.request('signing.mine', {});
  }

  /** With the key that is open. Errors: signatureNeeded where none is. */
  sign(toSign: ToSign): TaskSignature {
    if (this.#opened === null) {
      throw new AppError('signatureNeeded');
    }
    return signatureBy(this.#opened, toSign);
  }

  /** `keep`: it stays open for the next ones. */
  async signWith(pin: string, key: OwnSigningKey, { toSign, keep }: { readonly toSign: ToSign; readonly keep: boolean }): Promise<TaskSignature> {
    const { secretKey } = await this.#open(pin, key);
    const signature = signatureBy({ keyId: key.keyId, secretKey }, toSign);
    if (keep) {
      this.#keep(key.keyId, secretKey);
    } else {
      secretKey.fill(0);
    }
    return signature;
  }

  async enrol({ pin, password, userId }: { readonly pin: string; readonly password: string | null; readonly userId: string }): Promise<OwnSigningKey> {
    const { link, newCommandId } = this.#options;
    const { key, secretKey } = await makeKey({ pin, userId });
    secretKey.fill(0);
    return (await link.request('signing.enrol', { commandId: newCommandId(), key, password })).key;
  }

  async changePin({ pin, next, key }: { readonly pin: string; readonly next: string; readonly key: OwnSigningKey }): Promise<OwnSigningKey> {
    const { link, newCommandId } = this.#options;
    const { secretKey, proof } = await this.#open(pin, key);
    const sealed = await sealKey({ secretKey, publicKey: key.publicKey, pin: next });
    secretKey.fill(0);
    return (await link.request('signing.changePin', { commandId: newCommandId(), proof, next: sealed })).key;
  }

  async renew({ pin, next, key, userId }: { readonly pin: string; readonly next: string; readonly key: OwnSigningKey; readonly userId: string }): Promise<OwnSigningKey> {
    const { link, newCommandId } = this.#options;
    const { proof } = await stretchPin(pin, key);
    const made = await makeKey({ pin: next, userId });
    made.secretKey.fill(0);
    this.forget();
    return (await link.request('signing.renew', { commandId: newCommandId(), proof, key: made.key })).key;
  }

  async revoke(reason: string): Promise<void> {
    const { link, newCommandId } = this.#options;
    this.forget();
    await link.request('signing.revoke', { commandId: newCommandId(), reason });
  }

  /** Wipes the key that is open. Idempotent. */
  forget(): void {
    if (this.#opened !== null) {
      clearTimeout(this.#opened.timer);
      this.#opened.secretKey.fill(0);
      this.#opened = null;
    }
  }

  async #open(pin: string, key: OwnSigningKey): Promise<{ secretKey: Uint8Array; proof: string }> {
    const { opening, proof } = await stretchPin(pin, key);
    const { hallShare, sealedKey } = await this.#options.link.request('signing.unlock', { proof });
    return { secretKey: await openKey({ key, opening, hallShare, sealedKey }), proof };
  }

  #keep(keyId: string, secretKey: Uint8Array): void {
    this.forget();
    this.#opened = { keyId, secretKey, timer: setTimeout(() => this.forget(), KEPT_MS) };
  }
}

function signatureBy({ keyId, secretKey }: Pick<Opened, 'keyId' | 'secretKey'>, toSign: ToSign): TaskSignature {
  const { text, contentHash } = textOf(toSign);
  return { keyId, algorithm: 'Ed25519', contentHash, signature: signText(secretKey, text) };
}
