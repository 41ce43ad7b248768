import { z } from 'zod';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, consultationId, courtCode, seatId, unitId, userId } from '../nouns/ids.ts';

/** What somebody in a room may send; `screen` with the sound that belongs to it. */
export const ROOM_TRACKS = ['microphone', 'camera', 'screen', 'screenSound'] as const;
export type RoomTrackName = (typeof ROOM_TRACKS)[number];
/** So many may send a picture at once; more hear and are heard. */
export const MAX_CAMERAS = 25;
export const MAX_SEATS = 120;
/** A seat whose session was lost is kept for so long. */
export const SEAT_KEPT_MS = 30_000;
/** A desk rings for so long. */
export const RINGING_MS = 45_000;

export const roomTrack = z.object({
  track: z.enum(ROOM_TRACKS),
  /** Another number is another stream: it is fetched anew. */
  generation: z.int(),
  /** Nothing of it goes out for now, by the sender's will or the chair's. */
  paused: z.boolean(),
});

export const seat = z.object({
  seatId,
  name: z.string(),
  courtCode,
  courtName: z.string(),
  userId: userId.nullable(),
  unitId: unitId.nullable(),
  chair: z.boolean(),
  /** False while its session is lost and the seat is kept. */
  here: z.boolean(),
  /** When the hand went up, hall time; null: it is down. */
  handAt: z.int().nullable(),
  /** Silenced by the chair: it cannot open its microphone before the chair gives it the floor or lets it. */
  silenced: z.boolean(),
  tracks: z.array(roomTrack),
});
export type Seat = z.infer<typeof seat>;

export const roomState = z.object({
  consultationId,
  title: z.string(),
  /** Rises with each change; a client that sees an older one drops it. */
  revision: z.int(),
  openedAt: z.int(),
  locked: z.boolean(),
  seats: z.array(seat),
  /** Before the door, in the order in which they came; told to the chair alone. */
  waiting: z.array(z.object({ seatId, name: z.string(), courtName: z.string() })),
  /** Who has the floor (发言): shown large for all, first of the queue of hands. */
  floor: seatId.nullable(),
  /** Whose screen is shown. */
  presenter: seatId.nullable(),
  /** Of the agenda, from 0 on. */
  agendaItem: z.int().min(0).nullable(),
});
export type RoomState = z.infer<typeof roomState>;

export const ROOM_ENDS = ['left', 'removed', 'ended', 'refused', 'elsewhere'] as const;
export type RoomEnd = (typeof ROOM_ENDS)[number];

const inRoom = { consultationId };
const ofSeat = { commandId, consultationId, seatId };
const nothing = z.object({});

/** All but `join`: by somebody who is in the room. Errors of all: notInRoom. Those marked "chair" also: forbidden. */
export const roomRequests = {
  /**
   * Takes a seat, the former one again within `SEAT_KEPT_MS`; `room` null: one waits before the door, and `room.changed` comes once let in.
   * Errors: notFound, consultationOver, notOpen, roomLocked, removedFromRoom, roomFull.
   */
  'room.join': request({ needs: 'consultations.join', input: z.strictObject(inRoom), output: z.object({ seatId, room: roomState.nullable() }) }),
  /** Also from before the door. Idempotent. */
  'room.leave': request({ needs: 'consultations.join', input: z.strictObject(inRoom), output: nothing }),
  'room.raiseHand': request({ needs: 'consultations.join', input: z.strictObject({ ...inRoom, raised: z.boolean() }), output: nothing }),
  /** chair: lets in or sends away whoever waits. Errors: notFound. */
  'room.admit': request({ needs: 'consultations.join', input: z.strictObject({ ...ofSeat, admit: z.boolean() }), output: nothing }),
  /** chair: closes somebody's microphone, until given the floor or let. Errors of these: notFound (seat). */
  'room.silence': request({ needs: 'consultations.join', input: z.strictObject({ ...ofSeat, silenced: z.boolean() }), output: nothing }),
  /** chair: everybody but the chair and the floor. */
  'room.silenceAll': request({ needs: 'consultations.join', input: z.strictObject({ commandId, ...inRoom }), output: nothing }),
  /** chair: null takes it back. The hand of who gets it goes down. */
  'room.giveFloor': request({ needs: 'consultations.join', input: z.strictObject({ commandId, ...inRoom, seatId: seatId.nullable() }), output: nothing }),
  /** chair */
  'room.lock': request({ needs: 'consultations.join', input: z.strictObject({ commandId, ...inRoom, locked: z.boolean() }), output: nothing }),
  /** chair */
  'room.remove': request({ needs: 'consultations.join', input: z.strictObject({ ...ofSeat, reason: z.string().trim().min(2).max(200) }), output: nothing }),
  /** chair: to a person who is here. */
  'room.handOver': request({ needs: 'consultations.join', input: z.strictObject(ofSeat), output: nothing }),
  /** chair: what the room is at. */
  'room.goTo': request({ needs: 'consultations.join', input: z.strictObject({ ...inRoom, agendaItem: z.int().min(0).max(99).nullable() }), output: nothing }),
};

export const roomNotices = {
  /** To everybody in the room, at each change. */
  'room.changed': notice({ data: roomState }),
  /** To one who is in it, or before its door, no more. */
  'room.closed': notice({ data: z.object({ consultationId, why: z.enum(ROOM_ENDS), words: z.string().nullable() }) }),
};
