import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { Device } from '#protocol/nouns/devices.ts';
import type { DeviceId } from '#protocol/nouns/ids.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

/** Takes a machine in, with a code that is valid until `expiresAt`. */
export function enrolDevice(
  _: HallState,
  input: Omit<RequestData<'device.enrol'>, 'commandId'> & { deviceId: DeviceId; expiresAt: number },
): Decision<{ device: Device }> {
  const { deviceId, courtCode, name, kind, expiresAt } = input;
  const about = { subject: `device/${deviceId}`, courtCode };
  return decided(deviceId, [
    { ...about, name: 'device.enrolled', data: { name, kind } },
    { ...about, name: 'device.codeIssued', data: { expiresAt } },
  ]);
}

/** Errors: notFound, revoked. */
export function issueDeviceCode(state: HallState, input: { deviceId: DeviceId; expiresAt: number }): Decision<{ device: Device }> {
  const device = enrolled(state, input.deviceId);
  return decidedOf(device, { name: 'device.codeIssued', data: { expiresAt: input.expiresAt } });
}

/** Errors: notFound, revoked. */
export function joinDevice(state: HallState, input: { deviceId: DeviceId; clientName: string; remoteAddress: string }): Decision<{ device: Device }> {
  const { deviceId, ...data } = input;
  return decidedOf(enrolled(state, deviceId), { name: 'device.joined', data });
}

/** Errors: notFound, conflict, revoked. */
export function revokeDevice(state: HallState, input: Omit<RequestData<'device.revoke'>, 'commandId'>): Decision<{ device: Device }> {
  const device = enrolled(state, input.deviceId);
  expectVersion(device, input.expectedVersion);
  return decidedOf(device, { name: 'device.revoked', data: { reason: input.reason } });
}

function enrolled(state: HallState, deviceId: DeviceId): Device {
  const device = found(state.devices.get(deviceId), 'device');
  if (device.state === 'revoked') {
    throw new AppError('revoked', { params: { name: device.name } });
  }
  return device;
}

type Change = Pick<Extract<NewEvent, { name: `device.${string}` }>, 'name' | 'data'>;

function decidedOf(device: Device, change: Change): Decision<{ device: Device }> {
  return decided(device.deviceId, [{ ...change, subject: `device/${device.deviceId}`, courtCode: device.courtCode } as NewEvent]);
}

function decided(deviceId: DeviceId, events: readonly NewEvent[]): Decision<{ device: Device }> {
  return { events, answer: (after) => ({ device: found(after.devices.get(deviceId), 'device') }) };
}
