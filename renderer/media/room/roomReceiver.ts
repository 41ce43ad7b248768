import type { types } from 'mediasoup-client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RoomState, RoomTrackName } from '#protocol/consultations/room.ts';
import type { ConsultationId, ConsumerId, SeatId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import { fittingLayers, type Layers } from '../receive/layerPolicy.ts';
import { playAloud, type Loudspeaker } from '../talk/talkEars.ts';
import type { MediaDevice } from '../transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../transport/openTransport.ts';
import { fromWireRtpParameters } from '../transport/wireParameters.ts';

export type TrackKey = `${SeatId}/${RoomTrackName}`;
/** Size of the tile that shows a picture, device pixels. */
export type TileSize = { readonly widthPx: number; readonly heightPx: number; readonly focused: boolean };

export type RoomReceiverOptions = {
  readonly link: HallLink;
  readonly device: MediaDevice;
  readonly consultationId: ConsultationId;
  readonly log: (message: string, cause: unknown) => void;
  readonly play?: (track: MediaStreamTrack) => Loudspeaker;
};

type Fetched = { readonly generation: number; readonly consumer: types.Consumer; speaker: Loudspeaker | null; layers: Layers | null };

const RETRY_MS = 1_000;
/** So long a picture that no tile shows any more is still fetched. */
const TILE_KEPT_MS = 1_500;
/** Of everybody's camera: `sendEncodings` for 720p. */
const CAMERA_LAYERS = { spatialLayers: 3, temporalLayers: 3 };
const SOUNDS: ReadonlySet<RoomTrackName> = new Set<RoomTrackName>(['microphone', 'screenSound']);

export const trackKey = (seatId: SeatId, track: RoomTrackName): TrackKey => `${seatId}/${track}`;

/** What this window sees and hears of a room: everybody's sound, and the pictures that a tile shows. */
export class RoomReceiver {
  /** Pictures that are there, by seat and name. */
  readonly pictures: StoreApi<ReadonlyMap<TrackKey, MediaStreamTrack>> = createStore(() => new Map<TrackKey, MediaStreamTrack>());
  readonly #options: RoomReceiverOptions;
  readonly #fetched = new Map<TrackKey, Fetched>();
  /** Sizes at which pictures are shown, by the tile that shows them. */
  readonly #tiles = new Map<TrackKey, Map<symbol, TileSize>>();
  readonly #undo: (() => void)[];
  #room: RoomState | null = null;
  #own: SeatId | null = null;
  #way: OpenedTransport | null = null;
  #working = false;
  #again = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: RoomReceiverOptions) {
    this.#options = options;
    const { link } = options;
    this.#undo = [
      link.on('room.consumerClosed', ({ consumerId }) => {
        this.#dropWhere((_, { consumer }) => consumer.id === consumerId);
        this.#look();
      }),
      link.on('media.transportClosed', ({ transportId }) => {
        if (this.#way?.transportId === transportId) this.#wayLost();
      }),
    ];
  }

  /** What the room is now; `own`: the seat that is not fetched. */
  follow(room: RoomState, own: SeatId): void {
    this.#room = room;
    this.#own = own;
    this.#look();
  }

  /** A tile shows this picture from now on, at the size it tells. `leave`: idempotent. */
  show(key: TrackKey): { resize(size: TileSize): void; leave(): void } {
    const tile = Symbol(key);
    const sizes = this.#tiles.get(key) ?? new Map<symbol, TileSize>();
    this.#tiles.set(key, sizes);
    return {
      resize: (size) => {
        sizes.set(tile, size);
        this.#look();
      },
      leave: () => {
        // A picture that moves to another tile stays.
        setTimeout(() => {
          sizes.delete(tile);
          this.#look();
        }, TILE_KEPT_MS);
      },
    };
  }

  /** How loud each seat is now, 0 to 1; those that say nothing are left out. */
  levels(): Map<SeatId, number> {
    const levels = new Map<SeatId, number>();
    for (const [key, { consumer }] of this.#fetched) {
      const level = consumer.kind === 'audio' ? (consumer.rtpReceiver?.getSynchronizationSources()[0]?.audioLevel ?? 0) : 0;
      if (level > 0) levels.set(seatOf(key), Math.max(level, levels.get(seatOf(key)) ?? 0));
    }
    return levels;
  }

  /** Nothing is fetched until the room is followed again: the session is gone, or the seat. */
  rest(): void {
    this.#room = null;
    this.#lose();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    for (const undo of this.#undo.splice(0)) undo();
    this.rest();
  }

  /** Compares what is wanted with what is there, one look after the other. */
  #look(): void {
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#working = true;
    void this.#settle().catch((error: unknown) => {
      this.#options.log('a room’s pictures and sound are not there yet', error);
      this.#later();
    }).finally(() => {
      this.#working = false;
      if (this.#again && !this.#closed) {
        this.#again = false;
        this.#look();
      }
    });
  }

  async #settle(): Promise<void> {
    const room = this.#room;
    if (room === null || this.#closed) return;
    const wanted = this.#wanted(room);
    const gone = this.#dropWhere((key, { generation }) => wanted.get(key) !== generation);
    const { link, consultationId } = this.#options;
    if (gone.length > 0) link.request('room.closeConsumers', { consultationId, consumerIds: gone }).catch(() => undefined);
    const missing = [...wanted.keys()].filter((key) => !this.#fetched.has(key));
    if (missing.length > 0) await this.#fetch(missing);
    await this.#fitLayers();
  }

  /** What this window is to have, and of which generation. */
  #wanted({ seats }: RoomState): Map<TrackKey, number> {
    const wanted = new Map<TrackKey, number>();
    for (const { seatId, tracks } of seats) {
      if (seatId === this.#own) continue;
      for (const { track, generation } of tracks) {
        const key = trackKey(seatId, track);
        if (SOUNDS.has(track) || this.#sizeOf(key) !== null) wanted.set(key, generation);
      }
    }
    return wanted;
  }

  async #fetch(keys: readonly TrackKey[]): Promise<void> {
    const { link, consultationId } = this.#options;
    const way = await this.#open();
    const { items } = await link.request('room.consume', {
      consultationId,
      transportId: way.transportId,
      items: keys.map((key) => {
        const layers = this.#layersFor(key);
        return { seatId: seatOf(key), track: trackOf(key), ...(layers === null ? {} : { layers }) };
      }),
    });
    const opened: ConsumerId[] = [];
    await Promise.all(items.map(async ({ seatId, track, consumer: sheet }) => {
      if (sheet === null) {
        this.#later();
        return;
      }
      const { consumerId, producerId, kind, rtpParameters, generation } = sheet;
      const consumer = await way.transport.consume({ id: consumerId, producerId, kind, rtpParameters: fromWireRtpParameters(rtpParameters) });
      if (this.#way !== way || this.#closed) {
        consumer.close();
        return;
      }
      this.#take(trackKey(seatId, track), { generation, consumer, speaker: null, layers: this.#layersFor(trackKey(seatId, track)) });
      opened.push(consumerId);
    }));
    if (opened.length > 0) await link.request('room.setConsumers', { consultationId, changes: opened.map((consumerId) => ({ consumerId, paused: false })) });
  }

  #take(key: TrackKey, fetched: Fetched): void {
    this.#fetched.get(key)?.consumer.close();
    this.#fetched.set(key, fetched);
    const { track, kind } = fetched.consumer;
    if (kind === 'audio') fetched.speaker = (this.#options.play ?? playAloud)(track);
    else this.pictures.setState(new Map(this.pictures.getState()).set(key, track), true);
  }

  async #fitLayers(): Promise<void> {
    const changes = [...this.#fetched].flatMap(([key, fetched]) => {
      const layers = this.#layersFor(key);
      if (layers === null || (fetched.layers?.spatialLayer === layers.spatialLayer && fetched.layers.temporalLayer === layers.temporalLayer)) return [];
      fetched.layers = layers;
      return [{ consumerId: fetched.consumer.id as ConsumerId, layers }];
    });
    if (changes.length > 0) await this.#options.link.request('room.setConsumers', { consultationId: this.#options.consultationId, changes });
  }

  /** Null for what has one layer. */
  #layersFor(key: TrackKey): Layers | null {
    const size = this.#sizeOf(key);
    return size === null || trackOf(key) !== 'camera' ? null : fittingLayers({ ...size, ...CAMERA_LAYERS });
  }

  /** Of the largest tile that shows it; null: none does. */
  #sizeOf(key: TrackKey): TileSize | null {
    const sizes = [...(this.#tiles.get(key)?.values() ?? [])];
    return sizes.toSorted((one, other) => other.heightPx - one.heightPx)[0] ?? null;
  }

  async #open(): Promise<OpenedTransport> {
    if (this.#way !== null) return this.#way;
    const { link, device } = this.#options;
    const way = await openTransport({
      link,
      device: await device.load(),
      direction: 'receive',
      use: 'room',
      onFailed: () => {
        if (this.#way === way) this.#wayLost();
      },
    });
    this.#way = way;
    return way;
  }

  #lose(): void {
    clearTimeout(this.#retry);
    this.#dropWhere(() => true);
    const way = this.#way;
    this.#way = null;
    if (way !== null) closeTransport(this.#options.link, way, { tellHall: true });
  }

  #wayLost(): void {
    this.#lose();
    this.#look();
  }

  #later(): void {
    clearTimeout(this.#retry);
    if (!this.#closed) this.#retry = setTimeout(() => this.#look(), RETRY_MS);
  }

  #dropWhere(goes: (key: TrackKey, fetched: Fetched) => boolean): ConsumerId[] {
    const dropped = [...this.#fetched].filter(([key, fetched]) => goes(key, fetched));
    if (dropped.length === 0) return [];
    const pictures = new Map(this.pictures.getState());
    for (const [key, { consumer, speaker }] of dropped) {
      this.#fetched.delete(key);
      pictures.delete(key);
      speaker?.stop();
      consumer.close();
    }
    if (pictures.size !== this.pictures.getState().size) this.pictures.setState(pictures, true);
    return dropped.map(([, { consumer }]) => consumer.id as ConsumerId);
  }
}

function seatOf(key: TrackKey): SeatId {
  return key.slice(0, key.indexOf('/')) as SeatId;
}

function trackOf(key: TrackKey): RoomTrackName {
  return key.slice(key.indexOf('/') + 1) as RoomTrackName;
}
