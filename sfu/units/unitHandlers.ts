import { randomUUIDv7 } from 'node:crypto';
import type { EnrolmentCode } from '#protocol/nouns/devices.ts';
import { unitId as unitIdSchema, type CommandId, type TokenId, type UnitId } from '#protocol/nouns/ids.ts';
import type { UnitToken } from '#protocol/nouns/units.ts';
import { found } from '#domain/decision/decision.ts';
import { changeUnit, enrolUnit, issueUnitCode, issueUnitToken, revokeUnit } from '#domain/units/decideUnit.ts';
import type { Secrets } from '../ports/identity.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

type Options = {
  readonly log: HallLog;
  readonly secrets: Pick<Secrets, 'newCode' | 'newUnitToken'>;
  /** Told in the transaction which tokens of the unit end when it is durable. */
  readonly onRevoking: (unitId: UnitId, tokenIds: readonly TokenId[]) => void;
};

/** Units as people take them in, change them and let them go. */
export function unitHandlers({ log, secrets, onRevoking }: Options): HandlersOf<'unit'> {
  /** A code is kept only as a hash: a command that was done already gets another one, which takes the place of the first. */
  async function issueCode({ commandId, unitId }: { commandId: CommandId | null; unitId: UnitId }, session: Session): Promise<EnrolmentCode> {
    const { enrolment, record } = secrets.newCode({ unitId });
    const { repeated } = await log.execute({
      commandId,
      name: 'unit.issueCode',
      input: { unitId },
      actor: session.actor,
      via: session.tokenId,
      decide: (state) => issueUnitCode(state, { unitId, expiresAt: enrolment.expiresAt }),
      also: (stores) => stores.codes.put(record),
    });
    return repeated ? issueCode({ commandId: null, unitId }, session) : enrolment;
  }

  /** As a code: a command that was done already gives another token, which ends the first. */
  async function issueToken({ commandId, unitId }: { commandId: CommandId | null; unitId: UnitId }, session: Session): Promise<UnitToken> {
    const { courtCode } = found(log.state.units.get(unitId), 'unit');
    const { issued, record } = await secrets.newUnitToken({ unitId, courtCode, remoteAddress: session.remoteAddress });
    const { repeated } = await log.execute({
      commandId,
      name: 'unit.issueToken',
      input: { unitId },
      actor: session.actor,
      via: session.tokenId,
      decide: (state) => issueUnitToken(state, { unitId, expiresAt: issued.expiresAt }),
      also: async (stores, at) => {
        onRevoking(unitId, await stores.tokens.revoke({ unitId }, at));
        // A code that is still about would take the place of the encoder.
        await stores.codes.forgetOf({ unitId });
        await stores.tokens.insert(record);
      },
    });
    return repeated ? issueToken({ commandId: null, unitId }, session) : issued;
  }

  return {
    'unit.enrol': async ({ commandId, ...input }, session) => {
      const unitId = unitIdSchema.parse(randomUUIDv7());
      const { enrolment, record } = secrets.newCode({ unitId });
      const { answer, repeated } = await log.execute({
        commandId,
        name: 'unit.enrol',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => {
          found(state.courts.get(input.courtCode), 'court');
          return enrolUnit(state, { ...input, unitId, expiresAt: enrolment.expiresAt });
        },
        also: (stores) => stores.codes.put(record),
      });
      const { unit } = answer;
      if (!repeated) {
        return { unit, enrolment };
      }
      const again = await issueCode({ commandId: null, unitId: unit.unitId }, session);
      // As it is with the new code: whoever goes on from here must name this version.
      return { unit: found(log.state.units.get(unit.unitId), 'unit'), enrolment: again };
    },

    'unit.change': async ({ commandId, ...input }, { actor, tokenId: via }) => {
      const command = { commandId, name: 'unit.change', input, actor, via };
      return (await log.execute({ ...command, decide: (state) => changeUnit(state, input) })).answer;
    },

    'unit.issueCode': async (input, session) => ({ enrolment: await issueCode(input, session) }),

    'unit.issueToken': issueToken,

    'unit.revoke': async ({ commandId, ...input }, session) => {
      const { answer } = await log.execute({
        commandId,
        name: 'unit.revoke',
        input,
        actor: session.actor,
        via: session.tokenId,
        decide: (state) => revokeUnit(state, input),
        also: async (stores, at) => {
          onRevoking(input.unitId, await stores.tokens.revoke({ unitId: input.unitId }, at));
          await stores.codes.forgetOf({ unitId: input.unitId });
        },
      });
      return answer;
    },
  };
}
