import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Playback } from '#protocol/media/recordings.ts';
import type { UpwardPlatform } from '#protocol/media/upward.ts';
import type { GbChannel } from '#protocol/media/sources.ts';
import type { UnitAlarms } from '../ports/alarms.ts';
import type { Feeds, PlaybackFeeds } from '../ports/feeds.ts';
import type { GbRecordings } from '../ports/gbRecordings.ts';
import type { GbDirectory } from '../ports/gbDirectory.ts';
import type { FixIntake } from '../ports/positions.ts';
import type { Sources } from '../ports/sources.ts';
import type { Units } from '../ports/units.ts';
import type { VoiceSinks } from '../ports/voiceSinks.ts';
import { Broadcasts } from './calls/broadcasts.ts';
import { CallBook } from './calls/callBook.ts';
import { addressOf, SourceCalls } from './calls/sourceCalls.ts';
import { SsrcBook } from './calls/ssrcBook.ts';
import { hostOf, type CallRooms } from './calls/streamCall.ts';
import { DeviceBook } from './devices/deviceBook.ts';
import { createDeviceDesk } from './devices/deviceDesk.ts';
import { DeviceQueries } from './devices/deviceQueries.ts';
import { LoginThrottle } from './devices/loginThrottle.ts';
import { createRegistrar } from './devices/registrar.ts';
import { Subscriptions } from './devices/subscriptions.ts';
import type { GbLegs } from './media/legs.ts';
import { Playbacks } from './recordings/playbacks.ts';
import { DigestGate } from './sip/digest.ts';
import { SipEndpoint, type IncomingRequest } from './sip/sipEndpoint.ts';
import { newTag } from './sip/sipFields.ts';
import type { Upward } from './upward/createUpward.ts';

type GatewayOptions = {
  /** Of the settings `gb28181.*`; spans in seconds. */
  readonly config: { readonly id: string; readonly realm: string; readonly listenHost: string; readonly port: number; readonly registerTtl: number; readonly heartbeat: number; readonly positionEvery: number };
  readonly announcedHost: string;
  readonly sources: Sources;
  readonly feeds: Pick<Feeds, 'open'> & PlaybackFeeds;
  readonly units: Pick<Units, 'attend' | 'heard' | 'get'>;
  readonly fixes: FixIntake;
  readonly alarms: UnitAlarms;
  readonly voices: VoiceSinks;
  /** The platforms above, on the gateway's own end of SIP; null: the settings name none. */
  readonly openUpward: ((ends: { readonly endpoint: SipEndpoint; readonly calls: CallBook }) => Upward) | null;
  readonly legs: GbLegs;
  /** What is played of a device's recordings is another. */
  readonly onPlayback: (playback: Playback) => void;
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
  /** Real time, ms, for registrations and nonces. */
  readonly realNow: () => number;
  readonly log: Logger;
};

export interface GbGateway extends GbDirectory {
  /** The platforms above, as they stand. */
  readonly above: () => UpwardPlatform[];
  /** Where devices reach it. */
  readonly port: number;
  readonly recordings: GbRecordings;
  /** Idempotent. Calls are ended with a BYE. */
  close(): Promise<void>;
}

/** The hall as a platform of GB/T 28181. Errors: whatever the system says, such as EADDRINUSE. */
export async function createGateway({ config, announcedHost, sources, feeds, units, fixes, alarms, voices, openUpward, legs, onPlayback, now, realNow, log }: GatewayOptions): Promise<GbGateway> {
  const { id, realm } = config;
  const endpoint = await SipEndpoint.create({ host: config.listenHost, port: config.port, announcedHost, now: realNow, log, onRequest: (incoming) => take(incoming) });
  const calls = new CallBook(endpoint);
  const rooms: CallRooms = { endpoint, calls, legs, ssrcs: new SsrcBook(realm), id, realm };
  const queries = new DeviceQueries({
    message: async (device, to, body, type) => {
      const headers = [['from', `<sip:${id}@${realm}>;tag=${newTag()}`], ['to', `<sip:${to}@${realm}>`], ['call-id', randomUUID()], ['cseq', '1 MESSAGE'], ['content-type', type]] as const;
      return (await endpoint.request({ method: 'MESSAGE', uri: `sip:${to}@${hostOf(device.peer)}`, headers, body }, device.peer))?.status ?? null;
    },
  });
  const subscriptions = new Subscriptions({ endpoint, id, realm, nextSerial: () => queries.nextSerial(), positionEveryS: config.positionEvery, now });
  const broadcasts = new Broadcasts(rooms, queries);
  const book = new DeviceBook({
    now: realNow,
    heartbeatMs: config.heartbeat * 1_000,
    listener: {
      arrived: (device) => {
        log.info({ deviceId: device.deviceId, from: device.peer.address }, 'a device is here');
        sourceCalls.deviceChanged(device.deviceId);
        void desk.acquaint(device);
        subscriptions.begin(device);
      },
      gone: (device, why) => {
        log.info({ deviceId: device.deviceId, why }, 'a device has left');
        subscriptions.end(device.deviceId);
        playbacks.deviceGone(device.deviceId);
        sourceCalls.deviceChanged(device.deviceId, why === 'silent' ? { fault: 'silent', silentForMs: realNow() - device.heardAt } : { fault: 'ended', silentForMs: 0 });
      },
    },
  });
  const playbacks = new Playbacks({ rooms, devices: book, queries, feeds, onChanged: onPlayback, realNow });
  const stopListening = sources.onChange((sourceId) => playbacks.sourceChanged(sourceId, sources.list(['gb28181']).find((one) => one.sourceId === sourceId)));
  const desk = createDeviceDesk({ book, queries, sources, units, fixes, alarms, onRecordingSent: (deviceId, channelId) => playbacks.sent(deviceId, channelId), now, log });
  const registrar = createRegistrar({ book, gate: new DigestGate({ realm, now: realNow }), sources, registerTtl: config.registerTtl, now, throttle: new LoginThrottle(realNow), log });
  const sourceCalls = new SourceCalls({
    rooms, sources, devices: book, feeds, units, now, random: Math.random, log,
    onKeyFrameWanted: (record) => {
      const { deviceId, channelId } = addressOf(record);
      const device = book.get(deviceId);
      if (device !== undefined) void queries.control(device, channelId, device.version === null ? { IFameCmd: 'Send' } : { IFrameCmd: 'Send' });
    },
    onHere: (unitId, record) => {
      const { deviceId, channelId } = addressOf(record);
      return voices.register(unitId, broadcasts.sink(() => book.get(deviceId), channelId));
    },
  });

  const upward = openUpward?.({ endpoint, calls }) ?? null;

  const take = (incoming: IncomingRequest): void => {
    const { request, answer } = incoming;
    if (upward?.take(incoming) === true) return;
    switch (request.method) {
      case 'REGISTER': return registrar.take(incoming);
      case 'MESSAGE':
        // Within a call it may come in the name of the channel.
        if (!calls.take(incoming)) desk.take(incoming);
        return;
      case 'NOTIFY': return desk.take(incoming);
      case 'INVITE':
        if (!broadcasts.take(incoming)) answer({ status: 403 });
        return;
      case 'ACK':
        calls.take(incoming);
        return;
      case 'BYE':
      case 'INFO':
      case 'CANCEL':
        if (!calls.take(incoming)) answer({ status: 481 });
        return;
      case 'OPTIONS':
        answer({ status: 200, headers: [ALLOW] });
        return;
      default:
        answer({ status: 405, headers: [ALLOW] });
    }
  };

  let closed = false;
  return {
    port: endpoint.port,
    above: () => upward?.platforms() ?? [],
    recordings: playbacks,
    server: () => ({ id, realm, host: announcedHost, port: endpoint.port }),
    channels: () => [...book.all()].flatMap((device): GbChannel[] => {
      const facts = { deviceId: device.deviceId, remoteAddress: device.peer.address, seenAt: device.heardAt };
      return [...device.channels.values()].map(({ channelId, name, manufacturer, online }) => ({ ...facts, channelId, name, manufacturer, online }));
    }).concat([...book.refused()].map(({ deviceId, remoteAddress, seenAt }) => ({ deviceId, channelId: null, name: '', manufacturer: '', remoteAddress, online: false, seenAt }))),
    close: async () => {
      if (closed) return;
      closed = true;
      stopListening();
      await upward?.close();
      playbacks.close();
      sourceCalls.close();
      subscriptions.close();
      queries.close();
      book.close();
      legs.close();
      // The BYEs of the calls go out in the turns that their ends take.
      await new Promise((resolve) => setTimeout(resolve, 20));
      await endpoint.close();
    },
  };
}

const ALLOW = ['allow', 'REGISTER, MESSAGE, INVITE, ACK, BYE, CANCEL, INFO, NOTIFY, OPTIONS'] as const;
