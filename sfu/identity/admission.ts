import { capabilitiesOfPerson, capabilitiesOfPurpose, mayOpen } from '#domain/access/roles.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { Purpose } from '#protocol/capabilities.ts';
import { AppError } from '#protocol/errors.ts';
import { courtCode, type CourtCode } from '#protocol/nouns/ids.ts';
import type { Admission, Admit } from '../ports/identity.ts';
import type { HallLog } from '../ports/log.ts';
import type { CredentialStore, TokenRecord } from '../ports/stores.ts';
import { isOwnAddress } from './isOwnAddress.ts';
import type { TokenAuthority } from './tokenAuthority.ts';

/** Whoever has the hall's own key sees all of it. */
const OPERATOR_COURT: CourtCode = courtCode.parse('闽');

const NOBODY = { tokenId: null, userId: null, person: null, unitId: null, unit: null, deviceName: null } as const;

/** The check of every hello. What a token says counts only together with what the log knows of its holder now. */
export function createAdmit(options: {
  readonly tokens: TokenAuthority;
  readonly credentials: Pick<CredentialStore, 'find'>;
  readonly log: Pick<HallLog, 'state'>;
  /** Whether the hall is an exercise. */
  readonly exercise: boolean;
}): Admit {
  const { tokens, credentials, log, exercise } = options;
  return async ({ token, purpose, remoteAddress }) => {
    const identity = await tokens.verify(token);
    if (!mayOpen(identity.role, purpose)) {
      throw new AppError('forbidden', { params: { purpose } });
    }
    if (identity.role === 'operator') {
      // Whoever carries the token away, or the key it is made with, still has to come to the machine.
      if (!isOwnAddress(remoteAddress)) {
        throw new AppError('forbidden', { params: { purpose }, detail: 'an operator works on the machine of the hall' });
      }
      const actor = { kind: 'operator', name: identity.name } as const;
      return { ...NOBODY, ...eyesOf(log.state, OPERATOR_COURT), actor, capabilities: purposeCapabilities(purpose) };
    }
    const { record } = identity;
    if (record.userId === null) {
      return admitMachine(log.state, record, purpose);
    }
    const credential = await credentials.find(record.userId);
    return admitPerson(log.state, record, { mustChangePassword: credential?.mustChange ?? false, exercise });
  };
}

function admitPerson(state: HallState, record: TokenRecord, { mustChangePassword, exercise }: { mustChangePassword: boolean; exercise: boolean }): Admission {
  const user = record.userId === null ? undefined : state.users.get(record.userId);
  if (user === undefined || user.state !== 'active') {
    throw new AppError('tokenRevoked', { detail: 'the account of the token is not active' });
  }
  const { userId, username, name, roles } = user;
  return {
    ...NOBODY,
    ...eyesOf(state, user.courtCode),
    tokenId: record.tokenId,
    actor: { kind: 'person', userId, name, courtCode: user.courtCode },
    capabilities: new Set(capabilitiesOfPerson(roles, { mustChangePassword, exercise })),
    userId,
    person: { userId, username, name, roles, mustChangePassword, signedInAt: record.issuedAt, expiresAt: record.expiresAt },
  };
}

function admitMachine(state: HallState, record: TokenRecord, purpose: Purpose): Admission {
  const { tokenId, unitId, deviceId } = record;
  const capabilities = purposeCapabilities(purpose);
  const unit = unitId === null ? undefined : state.units.get(unitId);
  if (unit !== undefined && unit.state === 'enrolled') {
    const { name, teamName } = unit;
    const eyes = eyesOf(state, unit.courtCode);
    return {
      ...NOBODY,
      ...eyes,
      tokenId,
      actor: { kind: 'unit', unitId: unit.unitId, name, courtCode: unit.courtCode },
      capabilities,
      unitId: unit.unitId,
      unit: { unitId: unit.unitId, name, teamName, courtName: eyes.courtName },
    };
  }
  const device = deviceId === null ? undefined : state.devices.get(deviceId);
  // A device's kind is part of what it was enrolled for: a console's token must not go on as an observer's.
  if (device === undefined || device.state !== 'enrolled' || device.kind !== record.role) {
    throw new AppError('tokenRevoked', { detail: 'the holder of the token is not enrolled' });
  }
  const actor = { kind: 'device', deviceId: device.deviceId, name: device.name, courtCode: device.courtCode } as const;
  return { ...NOBODY, ...eyesOf(state, device.courtCode), tokenId, actor, capabilities, deviceName: device.name };
}

function purposeCapabilities(purpose: Purpose): Admission['capabilities'] {
  if (purpose === 'desk') {
    throw new AppError('forbidden', { params: { purpose } });
  }
  return new Set(capabilitiesOfPurpose(purpose));
}

function eyesOf(state: HallState, code: CourtCode): { courtCode: CourtCode; courtName: string } {
  return { courtCode: code, courtName: state.courts.get(code)?.name ?? code };
}
