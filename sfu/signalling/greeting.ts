import { capabilitiesOf, mayOpen } from '#domain/access/roles.ts';
import type { Capability, Purpose } from '#protocol/capabilities.ts';
import { requests, type RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/hall.ts';
import { MIN_PROTOCOL_VERSION, PROTOCOL_VERSION } from '#protocol/version.ts';
import type { TokenRole } from '#protocol/capabilities.ts';
import { badInput } from './answers.ts';

/** What a hello that was accepted makes of a connection. */
export type Welcome = {
  readonly tokenId: string;
  readonly purpose: Purpose;
  readonly capabilities: ReadonlySet<Capability>;
  readonly unitId: UnitId | null;
  readonly slotId: SlotId | null;
  readonly clientName: string;
  readonly unit: RequestOutput<'session.hello'>['unit'];
};

export type Greet = (data: unknown) => Promise<Welcome>;

/** Checks a hello. Errors: protocolTooOld, protocolTooNew, badInput, tokenInvalid, tokenExpired, tokenRevoked, forbidden. */
export function createGreet(options: {
  readonly verify: (token: string) => Promise<{ tokenId: string; role: TokenRole; unitId: UnitId | null }>;
  readonly findUnit: (unitId: UnitId) => Promise<Unit | undefined>;
}): Greet {
  return async (data) => {
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
    const { tokenId, role, unitId } = await options.verify(token);
    if (!mayOpen(role, purpose)) {
      throw new AppError('forbidden', { params: { purpose } });
    }
    const unit = unitId === null ? null : await options.findUnit(unitId);
    if (unit === undefined) {
      throw new AppError('tokenRevoked', { detail: 'the unit of the token is not enrolled' });
    }
    return {
      tokenId,
      purpose,
      capabilities: new Set(capabilitiesOf(purpose)),
      unitId,
      slotId: slotId ?? null,
      clientName: client.name,
      unit: unit && { unitId: unit.unitId, name: unit.name, teamName: unit.teamName, courtName: unit.courtName },
    };
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
