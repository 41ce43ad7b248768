import { createHash } from 'node:crypto';
import { canonicalTask } from '#domain/tasks/signing/canonicalTask.ts';
import { AppError } from '#protocol/errors.ts';
import { asUnavailable } from '../ports/journal.ts';
import type { Stores } from '../ports/stores.ts';
import type { SignatureCheck } from '../ports/tasks.ts';
import { isSigned } from './keyBook.ts';

/** A signature is good by a key that is the person's at that time, over this decision about the task as it is. */
export function createSignatureCheck({ stores }: { readonly stores: Pick<Stores, 'signingKeys'> }): SignatureCheck {
  return {
    check: async ({ userId, task, decision, signature, at }) => {
      const key = await stores.signingKeys.find(signature.keyId).catch(asUnavailable);
      const text = canonicalTask(task, decision);
      const isTheirs = key?.userId === userId && key.enrolledAt <= at && (key.revokedAt === null || key.revokedAt > at);
      if (!isTheirs || sha256(text) !== signature.contentHash || !isSigned(text, { publicKey: key.publicKey, signature: signature.signature })) {
        throw new AppError('badSignature');
      }
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
