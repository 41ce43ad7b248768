import { randomUUIDv7 } from 'node:crypto';
import type { EnrolmentCode } from '#protocol/nouns/devices.ts';
import { deviceId as deviceIdSchema, type CommandId, type DeviceId, type TokenId } from '#protocol/nouns/ids.ts';
import { found } from '#domain/decision/decision.ts';
import { enrolDevice, issueDeviceCode, revokeDevice } from '#domain/devices/decideDevice.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { Connections, Secrets } from '../ports/identity.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

type Options = {
  readonly log: HallLog;
  readonly secrets: Pick<Secrets, 'newCode'>;
  readonly connections: Pick<Connections, 'endTokens'>;
};

export interface Devices {
  readonly handlers: HandlersOf<'device'>;
}

/** The hall's machines as people take them in and let them go. */
export function createDevices({ log, secrets, connections }: Options): Devices {
  /** Tokens that end with their machine when its revocation is durable. */
  const revoking = new Map<DeviceId, readonly TokenId[]>();
  log.onAppended(({ entries }) => {
    for (const { subject } of entries.filter(({ name }) => name === 'device.revoked')) {
      const deviceId = idOf(subject) as DeviceId;
      connections.endTokens(revoking.get(deviceId) ?? [], 'unauthorised');
      revoking.delete(deviceId);
    }
  });

  /** A code is kept only as a hash: a command that was done already gets another one, which takes the place of the first. */
  async function issueCode({ commandId, deviceId }: { commandId: CommandId | null; deviceId: DeviceId }, session: Session): Promise<EnrolmentCode> {
    const { enrolment, record } = secrets.newCode({ deviceId });
    const { repeated } = await log.execute({
      commandId,
      name: 'device.issueCode',
      input: { deviceId },
      actor: session.actor,
      via: session.tokenId,
      decide: (state) => issueDeviceCode(state, { deviceId, expiresAt: enrolment.expiresAt }),
      also: (stores) => stores.codes.put(record),
    });
    return repeated ? issueCode({ commandId: null, deviceId }, session) : enrolment;
  }

  return {
    handlers: {
      'device.enrol': async ({ commandId, ...input }, session) => {
        const deviceId = deviceIdSchema.parse(randomUUIDv7());
        const { enrolment, record } = secrets.newCode({ deviceId });
        const { answer, repeated } = await log.execute({
          commandId,
          name: 'device.enrol',
          input,
          actor: session.actor,
          via: session.tokenId,
          decide: (state) => {
            found(state.courts.get(input.courtCode), 'court');
            return enrolDevice(state, { ...input, deviceId, expiresAt: enrolment.expiresAt });
          },
          also: (stores) => stores.codes.put(record),
        });
        const { device } = answer;
        if (!repeated) {
          return { device, enrolment };
        }
        const again = await issueCode({ commandId: null, deviceId: device.deviceId }, session);
        // As it is with the new code: whoever goes on from here must name this version.
        return { device: found(log.state.devices.get(device.deviceId), 'device'), enrolment: again };
      },

      'device.issueCode': async (input, session) => ({ enrolment: await issueCode(input, session) }),

      'device.revoke': async ({ commandId, ...input }, session) => {
        const { answer } = await log.execute({
          commandId,
          name: 'device.revoke',
          input,
          actor: session.actor,
          via: session.tokenId,
          decide: (state) => revokeDevice(state, input),
          also: async (stores, at) => {
            revoking.set(input.deviceId, await stores.tokens.revoke({ deviceId: input.deviceId }, at));
            await stores.codes.forgetOf({ deviceId: input.deviceId });
          },
        });
        return answer;
      },
    },
  };
}
