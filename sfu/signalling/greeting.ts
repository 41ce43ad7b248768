import type { Purpose } from '#protocol/capabilities.ts';
import { requests } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { MIN_PROTOCOL_VERSION, PROTOCOL_VERSION } from '#protocol/version.ts';
import type { Admission, Admit } from '../ports/identity.ts';
import { badInput } from './answers.ts';

/** What a hello that was accepted makes of a connection. */
export type Welcome = {
  readonly admission: Admission;
  readonly purpose: Purpose;
  readonly slotId: SlotId | null;
  readonly clientName: string;
};

export type Greet = (data: unknown, remoteAddress: string) => Promise<Welcome>;

/** Checks a hello. Errors: protocolTooOld, protocolTooNew, badInput, tokenInvalid, tokenExpired, tokenRevoked, forbidden. */
export function createGreet(options: { readonly admit: Admit }): Greet {
  return async (data, remoteAddress) => {
    // Before the rest: a hello of another version may have another shape.
    checkVersion(data);
    const parsed = requests['session.hello'].input.safeParse(data);
    if (!parsed.success) {
      throw badInput(parsed.error);
    }
    const { token, purpose, slotId, client } = parsed.data;
    if (slotId !== undefined && purpose !== 'wall') {
      throw new AppError('badInput', { params: { path: 'slotId' } });
    }
    return { admission: await options.admit({ token, purpose, remoteAddress }), purpose, slotId: slotId ?? null, clientName: client.name };
  };
}

function checkVersion(data: unknown): void {
  const version = typeof data === 'object' && data !== null && 'protocolVersion' in data ? data.protocolVersion : undefined;
  if (typeof version !== 'number') {
    return;
  }
  if (version < MIN_PROTOCOL_VERSION) {
    throw new AppError('protocolTooOld', { params: { min: MIN_PROTOCOL_VERSION } });
  }
  if (version > PROTOCOL_VERSION) {
    throw new AppError('protocolTooNew', { params: { max: PROTOCOL_VERSION } });
  }
}
