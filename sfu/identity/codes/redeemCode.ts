import { joinDevice } from '#domain/devices/decideDevice.ts';
import { joinUnit } from '#domain/units/decideUnit.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode, TokenId } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import type { Connections } from '../../ports/identity.ts';
import type { HallLog } from '../../ports/log.ts';
import type { GuestHandlers } from '../../ports/session.ts';
import type { CodeRecord, CodeStore, TokenHolder } from '../../ports/stores.ts';
import type { AttemptThrottle } from '../attemptThrottle.ts';
import { expectWritable } from '../passwords/passwordGate.ts';
import type { MintOptions, TokenAuthority } from '../tokenAuthority.ts';
import { codeHashOf } from './enrolmentCode.ts';

const EVERYONE = 'everyone';

type Joined = { readonly clientName: string; readonly remoteAddress: string };

/** Whoever a code was issued for, as the exchange needs it. */
type Holder = {
  readonly name: string;
  readonly courtCode: CourtCode;
  readonly actor: Actor;
  readonly mint: Pick<Extract<MintOptions, { role: 'unit' }>, 'role' | 'unitId'> | Pick<Extract<MintOptions, { role: 'console' | 'observer' }>, 'role' | 'deviceId'>;
  readonly tokens: TokenHolder;
  readonly join: (state: HallState, joined: Joined) => Decision<unknown>;
};

/** A unit or a machine exchanges its one-time code for a token; what it held before ends. */
export function createRedeemCode(options: {
  readonly log: HallLog;
  readonly codes: Pick<CodeStore, 'find'>;
  readonly tokens: TokenAuthority;
  /** Wrong codes of an address, and of all together: forty bits do not last against a network of guessers. */
  readonly throttle: AttemptThrottle;
  readonly everyone: AttemptThrottle;
  readonly connections: Connections;
  readonly tokenTtlMs: number;
  readonly now: () => number;
}): GuestHandlers['session.redeemCode'] {
  const { log, codes, tokens, throttle, everyone, connections, tokenTtlMs, now } = options;
  /** Hashes of codes that are being exchanged. */
  const taken = new Set<string>();

  async function exchange(codeHash: string, holder: Holder, joined: Joined) {
    const { name, courtCode } = holder;
    const { token, record } = await tokens.mint({ ...holder.mint, courtCode, ...joined, lifetimeMs: tokenTtlMs });
    const { tokenId, expiresAt } = record;
    let ended: readonly TokenId[] = [];
    await log.execute({
      commandId: null,
      name: 'session.redeemCode',
      input: { codeHash },
      actor: holder.actor,
      via: tokenId,
      decide: (state) => holder.join(state, joined),
      also: async (stores, at) => {
        if (!(await stores.codes.take(codeHash))) {
          throw new AppError('codeInvalid');
        }
        ended = await stores.tokens.revoke(holder.tokens, at);
        await stores.tokens.insert(record);
      },
    });
    connections.endTokens(ended, 'unauthorised');
    return { token, tokenId, expiresAt, role: holder.mint.role, name };
  }

  return async ({ code, client }, { remoteAddress }) => {
    expectWritable(log);
    throttle.check(remoteAddress);
    everyone.check(EVERYONE);
    const codeHash = codeHashOf(code);
    const record = codeHash === null || taken.has(codeHash) ? undefined : await codes.find(codeHash);
    const holder = record && record.expiresAt > now() ? holderOf(log.state, record) : null;
    // Asked again, as another exchange may have begun while the code was looked up.
    if (codeHash === null || holder === null || taken.has(codeHash)) {
      throttle.note(remoteAddress);
      everyone.note(EVERYONE);
      throw new AppError('codeInvalid');
    }
    taken.add(codeHash);
    try {
      return await exchange(codeHash, holder, { clientName: client.name, remoteAddress });
    } finally {
      taken.delete(codeHash);
    }
  };
}

function holderOf(state: HallState, { unitId, deviceId }: CodeRecord): Holder | null {
  const unit = unitId === null ? undefined : state.units.get(unitId);
  if (unit?.state === 'enrolled') {
    const { name, courtCode } = unit;
    return {
      name,
      courtCode,
      actor: { kind: 'unit', unitId: unit.unitId, name, courtCode },
      mint: { role: 'unit', unitId: unit.unitId },
      tokens: { unitId: unit.unitId },
      join: (now, joined) => joinUnit(now, { unitId: unit.unitId, ...joined }),
    };
  }
  const device = deviceId === null ? undefined : state.devices.get(deviceId);
  if (device?.state === 'enrolled') {
    const { name, courtCode } = device;
    return {
      name,
      courtCode,
      actor: { kind: 'device', deviceId: device.deviceId, name, courtCode },
      mint: { role: device.kind, deviceId: device.deviceId },
      tokens: { deviceId: device.deviceId },
      join: (now, joined) => joinDevice(now, { deviceId: device.deviceId, ...joined }),
    };
  }
  return null;
}
