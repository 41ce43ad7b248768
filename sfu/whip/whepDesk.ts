import { AppError } from '#protocol/errors.ts';
import type { AdmittedGrant, ViewingGrants } from '../ports/grants.ts';
import type { StandardMedia, TransportEnd, ViewableTrack, ViewWish } from '../ports/standardMedia.ts';
import type { Bearer, Desk } from './http/standardService.ts';
import { chooseCodec, type ChosenCodec } from './sdp/chooseCodec.ts';
import type { Offer, OfferedSection } from './sdp/offer.ts';
import { readOffer } from './sdp/readOffer.ts';
import { Refusal } from './sdp/refusal.ts';
import { writeAnswer } from './sdp/writeAnswer.ts';
import { StandardSession } from './sessions/standardSession.ts';

type Options = { readonly media: Pick<StandardMedia, 'viewable' | 'view'>; readonly grants: ViewingGrants };
type Player = Bearer & { readonly grant: AdmittedGrant };
type Wanted = { readonly section: OfferedSection; readonly chosen: ChosenCodec; readonly wish: ViewWish };
type Viewing = { readonly session: StandardSession; close(): void };

const VIDEO_FEEDBACK = new Set(['nack', 'ccm']);

/** Players that view a feed by a grant. */
export class WhepDesk implements Desk<Player> {
  readonly #options: Options;
  readonly #viewings = new Map<string, Viewing>();

  constructor(options: Options) {
    this.#options = options;
  }

  get size(): number {
    return this.#viewings.size;
  }

  async admit({ token }: { readonly token: string }): Promise<Player> {
    const grant = await this.#options.grants.admit(token);
    return { ownerId: grant.grantId, grant };
  }

  async open({ who: { grant, ownerId }, target, offer: text, remoteAddress, clientName }: Parameters<Desk<Player>['open']>[0]): ReturnType<Desk<Player>['open']> {
    const { media, grants } = this.#options;
    if (target !== grant.feedId) throw new AppError('forbidden');
    const offer = readOffer(text);
    const viewable = media.viewable(grant.feedId);
    if (viewable.length === 0) throw new AppError('feedNotLive');
    const wanted = wantedTracks(offer, viewable);
    let session: StandardSession | undefined;
    let cut = false;
    const close = (): void => {
      cut = true;
      transport?.close();
      if (session !== undefined) this.#viewings.delete(session.sessionId);
    };
    let transport: Awaited<ReturnType<StandardMedia['view']>> | undefined;
    const viewing = await grants.begin(grant, { remoteAddress, clientName, onEnd: close });
    try {
      const made = await media.view({
        feedId: grant.feedId,
        viewerId: viewing.viewingId,
        dtlsParameters: { role: offer.setup === 'passive' ? 'server' : 'client', fingerprints: offer.fingerprints },
        wishes: wanted.map(({ wish }) => wish),
        onConnected: () => undefined,
        onEnded: (end) => {
          viewing.end(END_OF[end]);
          close();
        },
      });
      transport = made;
      if (cut) {
        made.close();
        throw new AppError('tokenRevoked');
      }
      const opened = new StandardSession({
        ownerId,
        offer,
        transport: made,
        onDeleted: () => {
          viewing.end('left');
          close();
        },
      });
      session = opened;
      this.#viewings.set(opened.sessionId, { session: opened, close });
      const sections = wanted.map(({ section, chosen, wish }) => {
        const stream = made.sent.find(({ kind }) => kind === wish.kind) ?? null;
        const codecs = [{ offered: chosen.offered, rtcpFeedback: chosen.rtcpFeedback, rtxPayloadType: (stream?.rtxSsrc ?? null) === null ? null : wish.rtxPayloadType }];
        return { section, direction: 'sendonly' as const, codecs, extensions: stream?.extensions ?? [], stream };
      });
      return { answer: writeAnswer({ offer, sections, transport: made }), session: opened };
    } catch (error) {
      viewing.end('neverConnected');
      throw error;
    }
  }

  find(sessionId: string): StandardSession | undefined {
    return this.#viewings.get(sessionId)?.session;
  }

  /** Idempotent. The grants note the ends. */
  close(): void {
    for (const viewing of this.#viewings.values()) viewing.close();
  }
}

const END_OF = { neverConnected: 'neverConnected', lost: 'lost', sourceEnded: 'sourceEnded', workerDied: 'sourceEnded' } as const satisfies Record<TransportEnd, string>;

/** Of each kind that is live the first section that takes it. Errors: Refusal 422. */
function wantedTracks(offer: Offer, viewable: readonly ViewableTrack[]): Wanted[] {
  const receiving = offer.sections.filter(({ receives }) => receives);
  if (receiving.length === 0) throw new Refusal(422, 'WHEP 的 SDP 应为 a=recvonly：其中没有要接收的音视频。');
  const wanted = viewable.flatMap((track) => {
    const section = receiving.find(({ kind }) => kind === track.kind);
    const chosen = section === undefined ? undefined : chooseCodec(section, [track]);
    return section === undefined || chosen === undefined ? [] : [wantedOf(section, chosen, track)];
  });
  if (wanted.length === 0) {
    throw new Refusal(422, `播放器不支持这一路的编码（${viewable.map(({ mimeType }) => mimeType.split('/')[1]).join('、')}）。`);
  }
  return wanted;
}

function wantedOf(section: OfferedSection, chosen: ChosenCodec, { kind }: ViewableTrack): Wanted {
  const { payloadType, rtxPayloadType } = chosen.offered;
  const rtcpFeedback = kind === 'video' ? chosen.rtcpFeedback.filter(({ type }) => VIDEO_FEEDBACK.has(type)) : [];
  const repeats = rtxPayloadType !== null && rtxPayloadType >= 96 && rtxPayloadType !== payloadType && rtcpFeedback.some(({ type, parameter }) => type === 'nack' && parameter === undefined);
  const wish = { kind, payloadType, rtxPayloadType: repeats ? rtxPayloadType : null, rtcpFeedback, extensions: section.extensions };
  return { section, chosen: { ...chosen, rtcpFeedback }, wish };
}
