import type { Logger } from 'pino';
import type { HallState } from '#domain/hallState/hallState.ts';
import { numberFeeds } from '#domain/upward/decideUpward.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { UpwardPlatform } from '#protocol/media/upward.ts';
import type { CourtCode, FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { LiveMedia } from '../../ports/feeds.ts';
import type { HallLog } from '../../ports/log.ts';
import type { Positions } from '../../ports/positions.ts';
import type { VideoTapping } from '../../ports/videoTaps.ts';
import type { CallBook } from '../calls/callBook.ts';
import type { IncomingRequest, SipEndpoint } from '../sip/sipEndpoint.ts';
import { parseAddress, parseUri } from '../sip/sipFields.ts';
import { header } from '../sip/sipMessage.ts';
import { gbTime, parseManscdp } from '../words/manscdp.ts';
import type { XmlWords } from '../words/xmlWords.ts';
import { answerQuestion } from './questions.ts';
import { Registration, type RegistrationState } from './registration.ts';
import { Subscribers } from './subscribers.ts';
import { cameraItem, catalogue, channelOf, feedOfChannel, placeWords, toldFeeds } from './told.ts';
import type { UpwardSetting } from './upwardSetting.ts';
import { Viewings } from './viewings.ts';

const HALL = { kind: 'hall' } as const;

type Options = {
  readonly settings: readonly UpwardSetting[];
  /** Whose log notes what becomes of the registrations. */
  readonly courtCode: CourtCode;
  readonly endpoint: SipEndpoint;
  readonly calls: CallBook;
  readonly taps: VideoTapping;
  readonly log: HallLog;
  readonly live: LiveMedia;
  readonly positions: Pick<Positions, 'latest'>;
  readonly media: { readonly listenHost: string; readonly rtpPortFrom: number; readonly rtpPortTo: number; readonly announcedHost: string };
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
  readonly logger: Logger;
};

export interface Upward {
  /** Takes what a platform above sends; false: it comes from none of them. */
  take(incoming: IncomingRequest): boolean;
  platforms(): UpwardPlatform[];
  /** Idempotent. */
  close(): Promise<void>;
}

type Platform = { readonly setting: UpwardSetting; readonly registration: Registration; readonly subscribers: Subscribers; status: RegistrationState; sinceAt: number };

/** The platforms above that the settings name, from now on. */
export function createUpward(options: Options): Upward {
  const { settings, courtCode, endpoint, calls, taps, log, live, positions, media, now, logger } = options;
  const viewings = Viewings.create({ endpoint, calls, taps, log, media, logger });
  const isLive = (feedId: FeedId) => live.presences().some((presence) => presence.feedId === feedId && presence.tracks.some(({ kind }) => kind === 'video'));
  const note = (event: NewEvent) => log.execute({ commandId: null, name: 'upward.note', input: {}, actor: HALL, via: null, decide: () => ({ events: [event], answer: () => null }) }).catch((error: unknown) => logger.warn({ err: error }, 'what became of a registration is not in the log'));

  /** Every feed that the platform is told of has its number. Errors: logUnavailable. */
  const numbered = async (setting: UpwardSetting): Promise<HallState> => {
    const without = toldFeeds(log.state, setting).filter(({ feedId }) => !log.state.upwardNumbers.has(feedId));
    if (without.length > 0) {
      await log.execute({ commandId: null, name: 'upward.number', input: {}, actor: HALL, via: null, decide: (state) => numberFeeds(state, without.map(({ feedId }) => feedId)) });
    }
    return log.state;
  };

  const platforms = settings.map((setting): Platform => {
    const subject = `upward/${setting.id}`;
    const data = { platformId: setting.id, name: setting.name };
    const registration = Registration.start({ endpoint, setting, onState: (state, why) => {
      if (platform.status.state !== state.state) platform.sinceAt = Math.round(now());
      if (state.state === 'registered' && platform.status.state !== 'registered') void note({ name: 'upward.registered', subject, courtCode, data });
      if (why !== null && platform.status.state === 'registered') {
        void note({ name: 'upward.lost', subject, courtCode, data: { ...data, why } });
        viewings.platformLost(setting.id);
        platform.subscribers.close();
      }
      platform.status = state;
    } });
    const subscribers = new Subscribers({ endpoint, localId: setting.localId, nextSerial: () => registration.nextSerial(), now, positions: (of) => positionsOf(setting, of) });
    const platform: Platform = { setting, registration, subscribers, status: { state: 'registering' }, sinceAt: Math.round(now()) };
    return platform;
  });

  function positionsOf(setting: UpwardSetting, of: string): { readonly deviceId: string; readonly words: XmlWords }[] {
    const units = new Map<UnitId, string>();
    for (const feed of toldFeeds(log.state, setting)) {
      const channelId = channelOf(log.state, setting, feed.feedId);
      if (channelId !== undefined && (of === setting.localId || of === channelId) && !units.has(feed.unitId)) units.set(feed.unitId, channelId);
    }
    return [...units].flatMap(([unitId, deviceId]) => {
      const fix = positions.latest(unitId);
      return fix === undefined ? [] : [{ deviceId, words: { Time: gbTime(fix.at), ...placeWords(fix), Speed: (fix.speedMps * 3.6).toFixed(1), Direction: fix.headingDeg.toFixed(0) } }];
    });
  }

  const stopListening = live.onMedia(({ feedId }) => {
    const feed = log.state.feeds.get(feedId);
    for (const { setting, subscribers } of platforms) {
      const channelId = channelOf(log.state, setting, feedId);
      if (feed === undefined || channelId === undefined || feedOfChannel(log.state, setting, channelId) === undefined) continue;
      const item = { ...cameraItem(log.state, setting, feed, { isLive, positions }), Event: isLive(feedId) ? 'ON' : 'OFF' };
      subscribers.tell('Catalog', setting.localId, { SumNum: 1, DeviceList: { '@Num': 1, Item: [item] } });
    }
  });

  const ask = async (incoming: IncomingRequest, { setting, registration }: Platform): Promise<void> => {
    const question = parseManscdp(incoming.request.body);
    incoming.answer({ status: 200 });
    await answerQuestion(question, {
      setting,
      message: (body) => registration.message(body),
      catalogue: async () => catalogue(await numbered(setting), setting, { isLive, positions }),
      feedOf: (channelId) => feedOfChannel(log.state, setting, channelId)?.feedId,
      requestKeyFrame: (feedId) => viewings.requestKeyFrame(feedId),
    });
  };

  let closed = false;
  return {
    take: (incoming) => {
      const platform = platforms.find(({ setting, registration }) => isFrom(incoming, setting.id, registration.peer?.address));
      if (platform === undefined) return false;
      const { setting, subscribers } = platform;
      switch (incoming.request.method) {
        case 'MESSAGE':
          ask(incoming, platform).catch((error: unknown) => {
            incoming.answer({ status: 400 });
            logger.debug({ err: error, platformId: setting.id }, 'a question from above could not be answered');
          });
          return true;
        case 'SUBSCRIBE':
          subscribers.take(incoming);
          return true;
        case 'INVITE': {
          const channelId = parseUri(incoming.request.uri).user;
          const feed = feedOfChannel(log.state, setting, channelId);
          if (feed === undefined) incoming.answer({ status: 404 });
          else if (isLive(feed.feedId)) void viewings.answer(incoming, { feedId: feed.feedId, channelId, setting });
          else incoming.answer({ status: 480 });
          return true;
        }
        default: return false;
      }
    },
    platforms: () => platforms.map(({ setting, status, sinceAt }) => ({
      platformId: setting.id, name: setting.name, place: `${setting.host}:${setting.port}`, state: status.state, sinceAt, status: status.state === 'refused' ? status.status : null, courts: [...setting.courts],
    })),
    close: async () => {
      if (closed) return;
      closed = true;
      stopListening();
      viewings.close();
      for (const { subscribers } of platforms) subscribers.close();
      await Promise.all(platforms.map(({ registration }) => registration.close()));
    },
  };
}

/** By its number, from the address where it was found. */
function isFrom({ request, from }: IncomingRequest, platformId: string, address: string | undefined): boolean {
  return address !== undefined && from.address === address && parseUri(parseAddress(header(request, 'from') ?? '').uri).user === platformId;
}
