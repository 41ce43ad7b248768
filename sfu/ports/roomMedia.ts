import type { RequestData } from '#protocol/contract.ts';
import type { serverParameters } from '#protocol/media/rtp.ts';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { ConsumerId, FeedId, ProducerId, TransportId } from '#protocol/nouns/ids.ts';
import type { z } from 'zod';
import type { Session } from './session.ts';

export type ViewChange = Omit<RequestData<'room.setConsumers'>['changes'][number], 'consumerId'>;
export type ViewWish = { readonly transportId: TransportId; readonly layers?: RequestData<'room.consume'>['items'][number]['layers'] };

/** One viewer's part of a track; paused at first. */
export interface RoomView {
  readonly consumerId: ConsumerId;
  readonly producerId: ProducerId;
  readonly kind: TrackKind;
  readonly rtpParameters: z.output<typeof serverParameters>;
  /** What is closed meanwhile takes no change and throws nothing. */
  apply(change: ViewChange): Promise<void>;
  /** Idempotent. */
  close(): void;
}

/** Something that may be seen or heard in a room. */
export interface RoomSource {
  readonly kind: TrackKind;
  /** Over the session's receive transport; `onClosed` is called once however it ends. Errors: notFound (transport, track), cannotConsume, transportClosed. */
  view(session: Session, wish: ViewWish, onClosed: () => void): Promise<RoomView>;
}

/** A track of somebody who is in a room; seen by nobody but those whom it is given to. */
export interface RoomTrack extends RoomSource {
  readonly producerId: ProducerId;
  setPaused(paused: boolean): Promise<void>;
  /** Idempotent. */
  close(): void;
}

export interface RoomMedia {
  /** `onClosed` is called once when it ends otherwise than by `close`. Errors: notFound (transport), badInput, transportClosed. */
  produceForRoom(session: Session, data: Pick<RequestData<'room.produce'>, 'transportId' | 'kind' | 'rtpParameters' | 'paused'>, onClosed: () => void): Promise<RoomTrack>;
  /** What a unit's feed shows; who views it is told to the unit. */
  feedSource(feedId: FeedId, kind: TrackKind): RoomSource;
}
