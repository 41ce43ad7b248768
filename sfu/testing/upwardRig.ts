import { pino } from 'pino';
import type { FeedMedia } from '#protocol/media/feeds.ts';
import { courtCode, feedId as feedIdSchema, unitId as unitIdSchema, type FeedId } from '#protocol/nouns/ids.ts';
import type { AcceptedFix } from '../ports/positions.ts';
import type { VideoTapping } from '../ports/videoTaps.ts';
import { openFujianLog } from './testLog.ts';
import { CallBook } from '../gb28181/calls/callBook.ts';
import { SipEndpoint } from '../gb28181/sip/sipEndpoint.ts';
import { createUpward } from '../gb28181/upward/createUpward.ts';
import type { UpwardSetting } from '../gb28181/upward/upwardSetting.ts';

export const PLATFORM = '11000000002000000001';
export const LOCAL = '35000000002000000009';
/** The number under which the first feed is known above. */
export const FIRST_CHANNEL = `${LOCAL.slice(0, 8)}001320000001`;

/** A lower platform at real sockets: its log is real, its pictures are what a test gives. `port`: of the platform above. */
export async function startUpward({ port, courts = ['闽02'], feeds = 1, setting = {} }: { readonly port: number; readonly courts?: string[]; readonly feeds?: number; readonly setting?: Partial<UpwardSetting> }) {
  const test = await openFujianLog();
  const feedIds: FeedId[] = [];
  for (let index = 0; index < feeds; index += 1) {
    const unitId = unitIdSchema.parse(crypto.randomUUID());
    const feedId = feedIdSchema.parse(`0190a0b0-0000-7000-8000-${String(index).padStart(12, '0')}`);
    const at = { courtCode: courtCode.parse('闽0203') };
    await test.seed({ name: 'unit.enrolled', subject: `unit/${unitId}`, ...at, data: { name: `思明记录仪${index + 1}`, teamName: '一队', kind: 'recorder' } }, { name: 'feed.opened', subject: `feed/${feedId}`, ...at, data: { unitId, label: '主摄像头' } });
    feedIds.push(feedId);
  }
  const live = new Set(feedIds);
  const mediaOf = (feedId: FeedId): FeedMedia => ({ feedId, tracks: live.has(feedId) ? [{ kind: 'video', mimeType: 'video/H264', spatialLayers: 1, temporalLayers: 1 }] : [], generation: 0, sinceAt: 0 }) as unknown as FeedMedia;
  const listeners = new Set<(media: FeedMedia) => void>();
  const tapped: { readonly feedId: FeedId; readonly onPacket: (packet: Buffer) => void; readonly onClosed: () => void; keyFrames: number; closed: boolean }[] = [];
  const media = { mimeType: 'video/H264' };
  const taps: VideoTapping = {
    tapVideo: async ({ feedId, onPacket, onClosed }) => {
      const tap = { feedId, onPacket, onClosed, keyFrames: 0, closed: false };
      tapped.push(tap);
      return { mimeType: media.mimeType, requestKeyFrame: () => void tap.keyFrames++, close: () => void (tap.closed = true) };
    },
  };
  const fix: { current: AcceptedFix | undefined } = { current: undefined };
  const log = pino({ level: 'silent' });
  const endpoint = await SipEndpoint.create({ host: '127.0.0.1', port: 0, announcedHost: '127.0.0.1', now: Date.now, log, onRequest: (incoming) => {
    if (!upward.take(incoming) && !calls.take(incoming)) incoming.answer({ status: 403 });
  } });
  const calls = new CallBook(endpoint);
  const upward = createUpward({
    settings: [{ id: PLATFORM, realm: PLATFORM.slice(0, 10), name: '最高人民法院', host: '127.0.0.1', port, transport: 'udp', localId: LOCAL, username: null, password: 'secret', courts: courts.map((code) => courtCode.parse(code)), expires: 3_600, keepAlive: 60, ...setting }],
    courtCode: courtCode.parse('闽'),
    endpoint,
    calls,
    taps,
    log: test.log,
    live: { presences: () => feedIds.map(mediaOf), onMedia: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    } },
    positions: { latest: () => fix.current },
    media: { listenHost: '127.0.0.1', rtpPortFrom: 36_000, rtpPortTo: 36_099, announcedHost: '127.0.0.1' },
    now: Date.now,
    logger: log,
  });
  return {
    upward, endpoint, test, feedIds, tapped, fix, media,
    /** The feed's picture comes or goes. */
    setLive: (feedId: FeedId, isLive: boolean) => {
      if (isLive) live.add(feedId);
      else live.delete(feedId);
      for (const listener of listeners) listener(mediaOf(feedId));
    },
    close: async () => {
      await upward.close();
      await endpoint.close();
      await test.log.close();
    },
  };
}
