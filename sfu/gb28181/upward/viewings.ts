import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { beginUpwardViewing, endUpwardViewing } from '#domain/upward/decideUpward.ts';
import { AppError } from '#protocol/errors.ts';
import type { UpwardViewingEnd } from '#protocol/media/upward.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallLog } from '../../ports/log.ts';
import type { VideoTapping } from '../../ports/videoTaps.ts';
import type { CallBook, OpenCall } from '../calls/callBook.ts';
import { openWay, type Way } from '../media/rtp/way.ts';
import { dialogOfRequest } from '../sip/dialog.ts';
import type { IncomingRequest, SipEndpoint } from '../sip/sipEndpoint.ts';
import { resentUntilAcknowledged } from '../sip/resent.ts';
import { legAnswerOf, parseGbSdp, transportOf, writeGbSdp } from '../words/gbSdp.ts';
import { openFeedStream, type FeedStream } from './media/feedStream.ts';
import type { UpwardSetting } from './upwardSetting.ts';

const ACKNOWLEDGED_WITHIN_MS = 8_000;
/** A transcoder takes a good part of a core; those above come one at a time. */
const MOST_OPEN = 8;
/** Of a TCP connection: half a second of a good picture. */
const MOST_WAITING_BYTES = 512 * 1_024;
const HALL = { kind: 'hall' } as const;

type Options = {
  readonly endpoint: SipEndpoint;
  readonly calls: CallBook;
  readonly taps: VideoTapping;
  readonly log: Pick<HallLog, 'execute' | 'state'>;
  readonly media: { readonly listenHost: string; readonly rtpPortFrom: number; readonly rtpPortTo: number; readonly announcedHost: string };
  readonly logger: Logger;
};
type Viewing = { readonly feedId: FeedId; readonly platformId: string; readonly end: (why: UpwardViewingEnd) => void; readonly requestKeyFrame: () => void };

/** What platforms above watch now: their calls, each in the log before its first picture. */
export class Viewings {
  readonly #options: Options;
  readonly #open = new Map<string, Viewing>();
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
  }

  /** Those that a killed hall left open are over. */
  static create(options: Options): Viewings {
    const viewings = new Viewings(options);
    for (const viewingId of options.log.state.upwardViewings.keys()) viewings.#left(viewingId, 'closing');
    return viewings;
  }

  requestKeyFrame(feedId: FeedId): void {
    for (const viewing of this.#open.values()) if (viewing.feedId === feedId) viewing.requestKeyFrame();
  }

  /** A platform is gone: whatever it watched goes nowhere. */
  platformLost(platformId: string): void {
    for (const viewing of this.#open.values()) if (viewing.platformId === platformId) viewing.end('lost');
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    for (const viewing of this.#open.values()) viewing.end('closing');
  }

  /** An INVITE for this feed. */
  async answer(incoming: IncomingRequest, { feedId, channelId, setting }: { readonly feedId: FeedId; readonly channelId: string; readonly setting: UpwardSetting }): Promise<void> {
    const { endpoint, calls, taps, log, media, logger } = this.#options;
    const { request, from, toTag, answer } = incoming;
    const viewingId = randomUUIDv7();
    let way: Way | undefined;
    let stream: FeedStream | undefined;
    let call: OpenCall | undefined;
    let noted = false;
    let over = false;
    const end = (why: UpwardViewingEnd): void => {
      if (over) return;
      over = true;
      this.#open.delete(viewingId);
      call?.hangUp();
      stream?.close();
      way?.close();
      if (noted) this.#left(viewingId, why);
    };
    try {
      const offer = parseGbSdp(request.body);
      const wanted = legAnswerOf(offer);
      if (offer.session.name !== 'Play' || offer.ssrc === null || ![...wanted.payloads.values()].includes('PS')) throw new AppError('cannotConsume');
      if (this.#closed || this.#open.size >= MOST_OPEN) throw new AppError('tooManyViewers');
      this.#open.set(viewingId, { feedId, platformId: setting.id, end, requestKeyFrame: () => stream?.requestKeyFrame() });
      answer({ status: 100 });
      const transport = transportOf(offer);
      way = await openWay(transport, { listenHost: media.listenHost, ports: { from: media.rtpPortFrom, to: media.rtpPortTo }, mostWaitingBytes: MOST_WAITING_BYTES, from: 'announced', isOurs: () => false, onPacket: () => undefined, onLost: () => end('lost') });
      const viewing = { viewingId, feedId, platformId: setting.id, forName: setting.name, remoteAddress: from.address, courts: setting.courts };
      await log.execute({ commandId: null, name: 'upward.view', input: viewing, actor: HALL, via: null, decide: (state) => beginUpwardViewing(state, viewing) });
      noted = true;
      const { promise: acknowledged, resolve } = Promise.withResolvers<boolean>();
      call = calls.open({ dialog: dialogOfRequest(request, toTag), peer: from, onAck: () => resolve(true), onBye: () => {
        resolve(false);
        end('left');
      } });
      const body = writeGbSdp({ name: 'Play', owner: channelId, host: media.announcedHost, port: way.port, media: 'video', direction: 'sendonly', transport, payloads: [[96, 'PS']], ssrc: String(offer.ssrc).padStart(10, '0') });
      const stopSending = resentUntilAcknowledged(answer({ status: 200, headers: [['contact', `<sip:${setting.localId}@${endpoint.place}>`], ['content-type', 'Application/SDP']], body }));
      const timer = setTimeout(() => resolve(false), ACKNOWLEDGED_WITHIN_MS);
      const up = await acknowledged.finally(() => {
        clearTimeout(timer);
        stopSending();
      });
      if (!up || over) return end('lost');
      way.meet({ host: wanted.host, port: wanted.port });
      const sending = way;
      const opened = await openFeedStream({ taps, feedId, ssrc: offer.ssrc, send: (packet) => sending.send(packet), onEnded: (detail) => {
        logger.info({ feedId, detail }, 'a picture for a platform above has ended');
        end('sourceEnded');
      } });
      stream = opened;
      // It may have ended while the picture was fetched.
      if (over) opened.close();
    } catch (error) {
      answer({ status: statusOf(error) });
      end(noted ? 'sourceEnded' : 'left');
      if (!(error instanceof AppError)) logger.info({ err: error, feedId }, 'a call from above could not be taken');
    }
  }

  #left(viewingId: string, why: UpwardViewingEnd): void {
    const { log, logger } = this.#options;
    log.execute({ commandId: null, name: 'upward.leave', input: { viewingId, why }, actor: HALL, via: null, decide: (state, at) => endUpwardViewing(state, { viewingId, why }, at) }).catch((error: unknown) => logger.warn({ err: error, viewingId }, 'the end of a viewing from above is not in the log'));
  }
}

function statusOf(error: unknown): number {
  const code = error instanceof AppError ? error.code : null;
  switch (code) {
    case 'notFound': return 404;
    case 'feedNotLive': return 480;
    case 'tooManyViewers':
    case 'tooManyFeeds': return 486;
    case 'logUnavailable': return 503;
    default: return 488;
  }
}
