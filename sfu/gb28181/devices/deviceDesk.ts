import type { Logger } from 'pino';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { UnitAlarms } from '../../ports/alarms.ts';
import { derivedCommandId } from '../../ports/derivedCommandId.ts';
import type { FixIntake } from '../../ports/positions.ts';
import type { Sources } from '../../ports/sources.ts';
import type { Units } from '../../ports/units.ts';
import type { IncomingRequest } from '../sip/sipEndpoint.ts';
import { parseAddress, parseUri } from '../sip/sipFields.ts';
import { header } from '../sip/sipMessage.ts';
import { isRecordingSent, manscdp, MANSCDP_TYPE, parseManscdp, type Manscdp } from '../words/manscdp.ts';
import { nodesIn, textIn, XmlWordsError, type XmlNode } from '../words/xmlWords.ts';
import { readAlarm } from './alarmWords.ts';
import type { DeviceBook, GbDevice } from './deviceBook.ts';
import type { DeviceQueries } from './deviceQueries.ts';
import { readPosition } from './positionWords.ts';

type Options = {
  readonly book: DeviceBook;
  readonly queries: DeviceQueries;
  readonly sources: Pick<Sources, 'list'>;
  readonly units: Pick<Units, 'heard'>;
  readonly fixes: FixIntake;
  readonly alarms: UnitAlarms;
  /** A channel has sent the last of a recording. */
  readonly onRecordingSent: (deviceId: string, channelId: string) => void;
  readonly now: () => number;
  readonly log: Logger;
};

/** What registered devices say, by MESSAGE or NOTIFY. */
export function createDeviceDesk({ book, queries, sources, units, fixes, alarms, onRecordingSent, now, log }: Options) {
  /** Of a channel its unit; of the device itself every unit that it carries. */
  const unitsOf = (deviceId: string, about: string): UnitId[] => {
    const named = sources.list(['gb28181']).flatMap(({ unitId, address, enabled }) => (enabled && address.protocol === 'gb28181' && address.deviceId === deviceId ? [{ unitId, channelId: address.channelId }] : []));
    const own = named.filter(({ channelId }) => channelId === about);
    return [...new Set((own.length > 0 ? own : named).map(({ unitId }) => unitId))];
  };

  const setChannels = (device: GbDevice, items: readonly XmlNode[]): void => {
    for (const item of items) {
      const channelId = textIn(item, 'DeviceID');
      if (channelId === undefined || !/^\d{20}$/.test(channelId)) continue;
      const event = textIn(item, 'Event')?.toUpperCase();
      if (event === 'DEL') {
        device.channels.delete(channelId);
        continue;
      }
      const known = device.channels.get(channelId);
      const status = event ?? textIn(item, 'Status')?.toUpperCase();
      book.setChannel(device, {
        channelId,
        name: (textIn(item, 'Name') ?? known?.name ?? '').slice(0, 128),
        manufacturer: (textIn(item, 'Manufacturer') ?? known?.manufacturer ?? device.manufacturer).slice(0, 128),
        online: status === undefined ? true : !['OFF', 'OFFLINE', 'VLOST', 'DEFECT'].includes(status),
      });
    }
  };

  const alarmed = (device: GbDevice, { deviceId: about, serial, node }: Manscdp): void => {
    const read = readAlarm(node, serial, now());
    const [unitId] = unitsOf(device.deviceId, about);
    if (read === undefined || unitId === undefined) return;
    const { kind, severity, text, occurredAt, position, identity } = read;
    alarms.raiseOf(unitId, {
      // The same serial comes again when the answer was lost, and by NOTIFY when it came by MESSAGE.
      commandId: derivedCommandId('gb28181', device.deviceId, about, ...identity),
      kind, severity, occurredAt, position, text: (name) => `${name} ${text}`,
    }).catch((error: unknown) => log.error({ err: error, deviceId: device.deviceId }, 'the alarm of a device could not be raised'));
  };

  const notified = (device: GbDevice, message: Manscdp): number => {
    const { command, deviceId, node } = message;
    switch (command) {
      case 'Keepalive': return 200;
      case 'MobilePosition': {
        const fix = readPosition(node, now());
        if (fix !== undefined) for (const unitId of unitsOf(device.deviceId, textIn(node, 'DeviceID') ?? deviceId)) fixes.take(unitId, fix);
        return 200;
      }
      case 'Alarm':
        alarmed(device, message);
        return 200;
      case 'Catalog':
        setChannels(device, nodesIn(node, 'DeviceList').flatMap((list) => nodesIn(list, 'Item')));
        return 200;
      case 'MediaStatus':
        if (isRecordingSent(message)) onRecordingSent(device.deviceId, deviceId);
        return 200;
      default: return 200;
    }
  };

  return {
    /** MESSAGE and NOTIFY. */
    take: ({ request, from, answer }: IncomingRequest): void => {
      const deviceId = parseUri(parseAddress(header(request, 'from') ?? '').uri).user;
      const device = book.heard(deviceId, from);
      // So that it registers anew.
      if (device === undefined) return void answer({ status: 403 });
      for (const unitId of unitsOf(deviceId, deviceId)) units.heard(unitId);
      if (request.body.length === 0) return void answer({ status: 200 });
      let message: Manscdp;
      try {
        message = parseManscdp(request.body);
      } catch (error) {
        if (!(error instanceof XmlWordsError)) throw error;
        return void answer({ status: 400 });
      }
      if (message.kind === 'Response') {
        answer({ status: 200 });
        // Some answer to an alarm's answer.
        queries.answered(device, message);
      } else if (message.kind === 'Notify' || message.command === 'Alarm') {
        answer({ status: notified(device, message) });
        if (message.command === 'Alarm' && request.method === 'MESSAGE') void queries.respond(device, message.deviceId, manscdp('Response', 'Alarm', message.serial, message.deviceId, { Result: 'OK' }), MANSCDP_TYPE);
      } else answer({ status: 405 });
    },

    /** Asks a device that has just come who it is and what channels it has. */
    acquaint: async (device: GbDevice): Promise<void> => {
      const info = await queries.ask(device, 'DeviceInfo');
      if (info !== null) {
        device.name = (textIn(info.node, 'DeviceName') ?? '').slice(0, 128);
        device.manufacturer = (textIn(info.node, 'Manufacturer') ?? '').slice(0, 128);
      }
      const catalogue = await queries.ask(device, 'Catalog', { list: 'DeviceList' });
      if (catalogue !== null) setChannels(device, catalogue.items);
    },
  };
}
