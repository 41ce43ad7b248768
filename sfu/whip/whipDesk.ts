import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import type { TokenId, UnitId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { Admit, ConnectionBook } from '../ports/identity.ts';
import type { StandardMedia } from '../ports/standardMedia.ts';
import type { Units } from '../ports/units.ts';
import type { Bearer, Desk } from './http/standardService.ts';
import { publishedTrack, type TakenSection } from './sdp/publishedTrack.ts';
import type { Offer } from './sdp/offer.ts';
import { readOffer } from './sdp/readOffer.ts';
import { Refusal } from './sdp/refusal.ts';
import { writeAnswer } from './sdp/writeAnswer.ts';
import { StandardSession } from './sessions/standardSession.ts';

type Options = {
  readonly media: Pick<StandardMedia, 'abilities' | 'publish'>;
  readonly feeds: Pick<Feeds, 'open'>;
  readonly units: Pick<Units, 'attend'>;
  readonly admit: Admit;
  readonly connections: ConnectionBook;
  /** The camera that an encoder is which names none. */
  readonly defaultLabel: string;
  readonly log: Logger;
};
type Encoder = Bearer & { readonly unitId: UnitId; readonly tokenId: TokenId; readonly token: string };
type Publishing = { readonly session: StandardSession; readonly key: string; connected: boolean; end(): void };

const MAX_LABEL = 32;

/** Encoders that send a unit's picture. One for each camera of a unit: the newer takes the place of the older when it is connected. */
export class WhipDesk implements Desk<Encoder> {
  readonly #options: Options;
  readonly #publishing = new Map<string, Publishing>();

  constructor(options: Options) {
    this.#options = options;
  }

  get size(): number {
    return this.#publishing.size;
  }

  async admit({ token, remoteAddress }: { readonly token: string; readonly remoteAddress: string }): Promise<Encoder> {
    const { unitId, tokenId } = await this.#options.admit({ token, purpose: 'unit', remoteAddress });
    if (unitId === null || tokenId === null) throw new AppError('forbidden');
    return { ownerId: tokenId, unitId, tokenId, token };
  }

  async open({ who, target, offer: text, ...client }: Parameters<Desk<Encoder>['open']>[0]): ReturnType<Desk<Encoder>['open']> {
    const { media, feeds, connections, defaultLabel, log } = this.#options;
    const label = target === '' ? defaultLabel : target.trim();
    if (label === '' || label.length > MAX_LABEL || /[/\p{Cc}]/u.test(label)) throw new Refusal(404, `画面名称应为 1 至 ${MAX_LABEL} 个字。`);
    const offer = readOffer(text);
    const taken = takenSections(offer, media);
    const watch = connections.watchHello();
    try {
      // Again, now that its end would be noticed.
      await this.admit({ token: who.token, remoteAddress: client.remoteAddress });
      const feed = await feeds.open(who.unitId, label);
      const key = `${who.unitId} ${label}`;
      const life = new Life();
      const transport = await media.publish({
        feedId: feed.feedId,
        dtlsParameters: { role: offer.setup === 'passive' ? 'server' : 'client', fingerprints: offer.fingerprints },
        tracks: taken.map(({ track }) => track),
        onConnected: () => this.#connected(publishing, life, who.unitId),
        onEnded: () => life.end(),
      });
      // Whatever happens from here on ends in `life`, once.
      life.add(() => transport.close());
      const session = new StandardSession({ ownerId: who.ownerId, offer, transport, onDeleted: () => life.end() });
      const publishing: Publishing = { session, key, connected: false, end: () => life.end() };
      if (watch.endedBy({ tokenId: who.tokenId, userId: null }) !== null) {
        life.end();
        throw new AppError('tokenRevoked');
      }
      this.#endOthers(publishing, { connected: false });
      this.#publishing.set(session.sessionId, publishing);
      life.add(() => this.#publishing.delete(session.sessionId));
      const connection = { session: { tokenId: who.tokenId, userId: null }, endSoon: () => life.end() };
      connections.add(connection);
      life.add(() => connections.remove(connection));
      log.info({ unitId: who.unitId, label, ...client }, 'an encoder publishes');
      return { answer: writeAnswer({ offer, sections: taken.map(({ answer }) => answer), transport }), session };
    } finally {
      watch.close();
    }
  }

  find(sessionId: string): StandardSession | undefined {
    return this.#publishing.get(sessionId)?.session;
  }

  /** Idempotent. */
  close(): void {
    for (const publishing of this.#publishing.values()) publishing.end();
  }

  #connected(publishing: Publishing, life: Life, unitId: UnitId): void {
    const leave = this.#options.units.attend(unitId);
    if (leave === undefined) {
      life.end();
      return;
    }
    this.#endOthers(publishing, { connected: true });
    publishing.connected = true;
    life.add(leave);
  }

  /** Those of the same camera which have come as far, or less far. */
  #endOthers({ session, key }: Publishing, { connected }: { readonly connected: boolean }): void {
    for (const other of this.#publishing.values()) {
      if (other.session !== session && other.key === key && (connected || !other.connected)) other.end();
    }
  }
}

/** What has to be undone when a publishing ends, whoever ends it; at once where it has ended already. */
class Life {
  readonly #undo: (() => void)[] = [];
  #ended = false;

  add(undo: () => void): void {
    if (this.#ended) undo();
    else this.#undo.push(undo);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const undo of this.#undo.toReversed()) undo();
  }
}

/** Errors: Refusal 422. */
function takenSections(offer: Offer, media: Pick<StandardMedia, 'abilities'>): TakenSection[] {
  const sending = offer.sections.filter(({ sends }) => sends);
  for (const kind of ['audio', 'video'] as const) {
    if (sending.filter((section) => section.kind === kind).length > 1) throw new Refusal(422, '每次推流最多一路视频和一路音频。');
  }
  if (sending.length === 0) throw new Refusal(422, 'WHIP 的 SDP 应为 a=sendonly：其中没有要发送的音视频。');
  const abilities = media.abilities();
  const taken = sending.map((section) => publishedTrack(section, abilities)).filter((section) => section !== undefined);
  if (taken.length === 0) {
    const names = [...new Set(abilities.codecs.map(({ mimeType }) => mimeType.split('/')[1]))].join('、');
    throw new Refusal(422, `没有大厅支持的编码，请改用 ${names}。`);
  }
  return taken;
}
