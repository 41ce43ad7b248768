import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { MAX_CAMERAS, type RoomTrackName } from '#protocol/consultations/room.ts';
import type { ConsumerId, ProducerId, SeatId } from '#protocol/nouns/ids.ts';
import type { RoomMedia, RoomSource, RoomTrack, RoomView } from '../ports/roomMedia.ts';
import type { Session } from '../ports/session.ts';

export type StagedTrack = { readonly track: RoomTrackName; readonly generation: number; readonly paused: boolean };
type Shown = StagedTrack & { readonly source: RoomSource; /** Null for a unit's feed. */ readonly own: RoomTrack | null };
type Key = `${SeatId}/${RoomTrackName}`;

const keyOf = (seatId: SeatId, track: RoomTrackName): Key => `${seatId}/${track}`;

/** What is seen and heard in one room, and by whom. */
export class Stage {
  readonly #media: RoomMedia;
  readonly #onChanged: () => void;
  readonly #onViewClosed: (viewer: Session, consumerId: ConsumerId) => void;
  readonly #shown = new Map<Key, Shown>();
  readonly #views = new Map<Session, Map<ConsumerId, { readonly view: RoomView; readonly key: Key }>>();
  #generation = 0;

  constructor(options: { readonly media: RoomMedia; readonly onChanged: () => void; readonly onViewClosed: (viewer: Session, consumerId: ConsumerId) => void }) {
    this.#media = options.media;
    this.#onChanged = options.onChanged;
    this.#onViewClosed = options.onViewClosed;
  }

  tracksOf(seatId: SeatId): StagedTrack[] {
    return [...this.#shown].flatMap(([key, { track, generation, paused }]) => (key.startsWith(seatId) ? [{ track, generation, paused }] : []));
  }

  /** Who shows a screen; null for nobody. */
  presenter(): SeatId | null {
    const key = [...this.#shown.keys()].find((each) => each.endsWith('/screen'));
    return key === undefined ? null : (key.slice(0, key.indexOf('/')) as SeatId);
  }

  /** Errors: notFound (transport), badInput, tooManyCameras, transportClosed. */
  async produce(session: Session, seatId: SeatId, data: Pick<RequestData<'room.produce'>, 'track' | 'transportId' | 'kind' | 'rtpParameters' | 'paused'>): Promise<ProducerId> {
    const { track } = data;
    if ((data.kind === 'video') !== (track === 'camera' || track === 'screen')) throw new AppError('badInput', { detail: `a ${track} is no ${data.kind}` });
    const key = keyOf(seatId, track);
    if (track === 'camera' && !this.#shown.has(key) && [...this.#shown.keys()].filter((each) => each.endsWith('/camera')).length >= MAX_CAMERAS) {
      throw new AppError('tooManyCameras', { params: { most: MAX_CAMERAS } });
    }
    const own: RoomTrack = await this.#media.produceForRoom(session, data, () => {
      if (this.#shown.get(key)?.own === own) this.#end(key);
    });
    this.#shown.get(key)?.own?.close();
    this.#show(key, { track, paused: data.paused, source: own, own });
    return own.producerId;
  }

  /** Errors: notFound. */
  async setPaused(seatId: SeatId, track: RoomTrackName, paused: boolean): Promise<void> {
    const key = keyOf(seatId, track);
    const shown = this.#shown.get(key);
    if (shown?.own === null || shown === undefined) throw new AppError('notFound', { params: { what: 'track' } });
    if (shown.paused !== paused) {
      this.#shown.set(key, { ...shown, paused });
      this.#onChanged();
    }
    await shown.own.setPaused(paused);
  }

  /** Idempotent. */
  closeTrack(seatId: SeatId, track: RoomTrackName): void {
    this.#end(keyOf(seatId, track));
  }

  /** What a unit's feed shows now; `generation` is the feed's, null when there is nothing of this kind. */
  setFeed(seatId: SeatId, track: 'camera' | 'microphone', feed: { readonly source: RoomSource; readonly generation: number } | null): void {
    const key = keyOf(seatId, track);
    const shown = this.#shown.get(key);
    if (feed === null) {
      if (shown !== undefined) this.#end(key);
    } else if (shown?.generation !== feed.generation) {
      this.#shown.set(key, { track, generation: feed.generation, paused: false, source: feed.source, own: null });
      this.#onChanged();
    }
  }

  async consume(session: Session, { transportId, items }: Pick<RequestData<'room.consume'>, 'transportId' | 'items'>): Promise<RequestOutput<'room.consume'>> {
    return {
      items: await Promise.all(items.map(async ({ seatId, track, layers }) => {
        try {
          const key = keyOf(seatId, track);
          const shown = this.#shown.get(key);
          if (shown === undefined) throw new AppError('notFound', { params: { what: 'track' } });
          const view = await this.#view(session, key, shown, { transportId, ...(layers === undefined ? {} : { layers }) });
          const { consumerId, producerId, kind, rtpParameters } = view;
          return { seatId, track, consumer: { consumerId, producerId, kind, rtpParameters, generation: shown.generation }, error: null };
        } catch (error) {
          if (!(error instanceof AppError) || error.code === 'internal') session.log.error({ err: error, seatId, track }, 'a track of a room cannot be consumed');
          return { seatId, track, consumer: null, error: error instanceof AppError ? error.code : 'internal' };
        }
      })),
    };
  }

  async setConsumers(session: Session, changes: RequestData<'room.setConsumers'>['changes']): Promise<RequestOutput<'room.setConsumers'>> {
    const unknown: ConsumerId[] = [];
    await Promise.all(changes.map(async ({ consumerId, ...change }) => {
      const viewed = this.#views.get(session)?.get(consumerId);
      if (viewed === undefined) unknown.push(consumerId);
      else await viewed.view.apply(change);
    }));
    return { unknown };
  }

  closeConsumers(session: Session, consumerIds: readonly ConsumerId[]): void {
    for (const consumerId of consumerIds) this.#views.get(session)?.get(consumerId)?.view.close();
  }

  /** Whatever this session sees and hears here ends. */
  dropViewer(session: Session): void {
    const views = this.#views.get(session);
    this.#views.delete(session);
    for (const { view } of views?.values() ?? []) view.close();
  }

  /** Whatever is sent from this seat ends. */
  dropSeat(seatId: SeatId): void {
    for (const key of this.#shown.keys()) if (key.startsWith(seatId)) this.#end(key);
  }

  /** Idempotent. */
  close(): void {
    for (const session of this.#views.keys()) this.dropViewer(session);
    for (const key of this.#shown.keys()) this.#end(key);
  }

  async #view(session: Session, key: Key, shown: Shown, wish: Parameters<RoomSource['view']>[1]): Promise<RoomView> {
    const mine = this.#views.get(session) ?? new Map<ConsumerId, { view: RoomView; key: Key }>();
    this.#views.set(session, mine);
    let closed = false;
    const view: RoomView = await shown.source.view(session, wish, () => {
      closed = true;
      // Those that end by the viewer's leaving are not told: nobody waits for them.
      if (mine.delete(view.consumerId) && this.#views.get(session) === mine) this.#onViewClosed(session, view.consumerId);
    });
    // Whoever left the room, or whose track ended, while the media plane was at work keeps nothing.
    if (closed || this.#views.get(session) !== mine || this.#shown.get(key)?.source !== shown.source) {
      view.close();
      throw new AppError('notFound', { params: { what: 'track' } });
    }
    mine.set(view.consumerId, { view, key });
    return view;
  }

  #show(key: Key, shown: Omit<Shown, 'generation'>): void {
    this.#generation += 1;
    this.#shown.set(key, { ...shown, generation: this.#generation });
    this.#onChanged();
  }

  #end(key: Key): void {
    const shown = this.#shown.get(key);
    if (shown === undefined) return;
    this.#shown.delete(key);
    shown.own?.close();
    for (const views of this.#views.values()) for (const viewed of views.values()) if (viewed.key === key) viewed.view.close();
    this.#onChanged();
  }
}
