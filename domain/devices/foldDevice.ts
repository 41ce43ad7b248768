import type { Map as PersistentMap } from 'immutable';
import type { Device } from '#protocol/nouns/devices.ts';
import type { DeviceId } from '#protocol/nouns/ids.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Devices = PersistentMap<DeviceId, Device>;

export function foldDevice(devices: Devices, event: EventOf<'device'>): Devices {
  const { courtCode, version } = event;
  const deviceId = idOf(event.subject) as DeviceId;
  if (event.name === 'device.enrolled') {
    return devices.set(deviceId, { deviceId, courtCode, ...event.data, state: 'enrolled', enrolledAt: event.at, version });
  }
  const device = devices.get(deviceId);
  if (device === undefined) {
    return devices;
  }
  return devices.set(deviceId, { ...device, ...(event.name === 'device.revoked' && { state: 'revoked' as const }), version });
}
