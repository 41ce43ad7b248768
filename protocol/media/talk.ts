import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, consumerId, courtCode, operationId, producerId, talkId, transportId, unitId, type CourtCode, type OperationId, type UnitId } from '../nouns/ids.ts';
import { rtpParameters, serverParameters } from './rtp.ts';

/** Nobody keeps a floor longer than this. */
export const MAX_TALK_MS = 60_000;
/** So long before that the speaker is warned. */
export const TALK_WARNING_MS = 10_000;
/** A call that nobody answers is over after this. */
export const MAX_RINGING_MS = 30_000;
/** A party of a call that was lost may come back within this. */
export const CALL_RETURN_MS = 10_000;

/** Who hears: the units of an operation, one unit, or every unit of a court and the courts below it (全呼). Beside them the desks that tuned in. */
export const talkChannel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('operation'), operationId }),
  z.strictObject({ kind: z.literal('unit'), unitId }),
  z.strictObject({ kind: z.literal('court'), courtCode }),
]);
export type TalkChannel = z.infer<typeof talkChannel>;

/** One word for a channel, the same for equal ones. */
export function channelKey(channel: TalkChannel): string {
  switch (channel.kind) {
    case 'operation': return `operation/${channel.operationId}`;
    case 'unit': return `unit/${channel.unitId}`;
    case 'court': return `court/${channel.courtCode}`;
  }
}

/** The channel of something, for those who have its id. */
export const channelOf = {
  operation: (id: OperationId): TalkChannel => ({ kind: 'operation', operationId: id }),
  unit: (id: UnitId): TalkChannel => ({ kind: 'unit', unitId: id }),
  court: (code: CourtCode): TalkChannel => ({ kind: 'court', courtCode: code }),
};

export const TALK_ENDS = ['released', 'speakerLeft', 'unitLeft', 'tooLong', 'soundLost', 'preempted', 'channelGone'] as const;
export type TalkEnd = (typeof TALK_ENDS)[number];
export const CALL_ENDS = ['hungUp', 'refused', 'unanswered', 'lost', 'soundLost'] as const;
export type CallEnd = (typeof CALL_ENDS)[number];

const floor = z.object({
  channel: talkChannel,
  /** As people call it: the operation's title, the unit's or the court's name. */
  title: z.string(),
  /** Who speaks, since when (hall time, ms since the epoch); `unitId` for a unit. */
  speaker: z.object({ talkId, name: z.string(), unitId: unitId.nullable(), since: z.number() }).nullable(),
  /** Who waits for the floor, in the order of their turns. */
  waiting: z.array(z.string()),
  /** How many devices play it now, and how many belong to it and cannot. */
  heard: z.int().min(0),
  deaf: z.int().min(0),
});
export type TalkFloor = z.infer<typeof floor>;

const hearing = z.object({
  unitId,
  /** Its device is here and plays what it is told. */
  hears: z.boolean(),
  /** Who speaks to it alone now. */
  speaker: z.string().nullable(),
});
export type Hearing = z.infer<typeof hearing>;

const call = z.object({
  talkId,
  unitId,
  unitName: z.string(),
  /** Who rang: the unit, or a desk. */
  fromUnit: z.boolean(),
  /** The person at the desk; null while a unit's call rings at the desks. */
  deskName: z.string().nullable(),
  state: z.enum(['ringing', 'open', 'over']),
  /** Both are there and may be heard. False while one of them comes back. */
  connected: z.boolean(),
  since: z.number(),
  end: z.enum(CALL_ENDS).nullable(),
});
export type TalkCall = z.infer<typeof call>;

export const talkEvents = {
  /** Subject `talk/<id>`, as for the others. `unitId`: whom a talk to one unit is for; `channel` is missing in what older halls wrote. */
  'talk.begun': event({ data: z.object({ unitId: unitId.nullable(), name: z.string(), channel: talkChannel.optional(), speakerUnitId: unitId.nullable().optional() }) }),
  'talk.ended': event({ data: z.object({ unitId: unitId.nullable(), reason: z.enum(TALK_ENDS), lastedMs: z.int().min(0), channel: talkChannel.optional(), heard: z.int().min(0).optional(), deaf: z.int().min(0).optional() }) }),
  'talk.called': event({ data: z.object({ unitId, name: z.string(), fromUnit: z.boolean() }) }),
  'talk.answered': event({ data: z.object({ unitId, name: z.string() }) }),
  'talk.hungUp': event({ data: z.object({ unitId, reason: z.enum(CALL_ENDS), lastedMs: z.int().min(0) }) }),
};

export const talkRequests = {
  /**
   * The session's microphone, over a send transport; it stands ready, and nothing of it goes anywhere without the floor or a call.
   * A later one takes the place of an earlier. Errors: notFound (transport), badInput.
   */
  'talk.produce': request({ needs: 'talk.use', input: z.strictObject({ transportId, rtpParameters }), output: z.object({ producerId }) }),
  /** From now on the session plays what it is told by `talk.sound`, over this receive transport. Answers what it may hear now. Errors: notFound. */
  'talk.listen': request({ needs: 'talk.use', input: z.strictObject({ transportId }), output: z.object({ floors: z.array(floor), calls: z.array(call) }) }),
  /** What a desk hears beside what is said to it; replaces what it tuned to before. Errors: notYourChannel. */
  'talk.tune': request({
    needs: 'talk.use',
    input: z.strictObject({ channels: z.array(talkChannel).max(12) }),
    output: z.object({ floors: z.array(floor) }),
  }),
  /**
   * Asks for the floor. `place` 0: the caller has it, until `endsAt`; else its place in the queue, and `talk.granted` comes.
   * Errors: notYourChannel, noVoice (`talk.produce` first), unitAway, unitCannotHear, conflict (it speaks elsewhere).
   */
  'talk.begin': request({
    needs: 'talk.use',
    input: z.strictObject({ commandId, channel: talkChannel }),
    output: z.object({ talkId, place: z.int().min(0), endsAt: z.number().nullable() }),
  }),
  /** Gives the floor, or the place in its queue, back; what is over already is no error. */
  'talk.end': request({ needs: 'talk.use', input: z.strictObject({ talkId }), output: z.object({}) }),
  /** What `talk.sound` gave is being played. */
  'talk.ready': request({ needs: 'talk.use', input: z.strictObject({ talkId }), output: z.object({}) }),
  /** Whether a unit can be talked to now. */
  'talk.look': request({ needs: 'talk.use', about: (input) => [{ unit: input.unitId }], input: z.strictObject({ unitId }), output: hearing }),
  /**
   * Rings: a desk at a unit, a unit (`unitId` null) at the desks of its court.
   * Errors: notYourChannel, unitAway, unitCannotHear, unitBusy (`name`), conflict (the caller is in a call), nobodyAnswers (no desk is here).
   */
  'talk.call': request({ needs: 'talk.use', about: (input) => (input.unitId === null ? [] : [{ unit: input.unitId }]), input: z.strictObject({ commandId, unitId: unitId.nullable() }), output: z.object({ call }) }),
  /** The first to answer has it. Errors: notFound (it rings no more), conflict (somebody else has it), noVoice. */
  'talk.answer': request({ needs: 'talk.use', input: z.strictObject({ commandId, talkId, accept: z.boolean() }), output: z.object({}) }),
  /** Idempotent. */
  'talk.hangUp': request({ needs: 'talk.use', input: z.strictObject({ talkId }), output: z.object({}) }),
};

export const talkNotices = {
  /** To whoever belongs to the channel, and to everybody who may see its court. */
  'talk.floorChanged': notice({ data: floor }),
  /** To a unit: what it may speak in now, its own first; after every change of its operations. */
  'talk.channelsChanged': notice({ data: z.object({ floors: z.array(floor) }) }),
  /** To one that waited: the floor is its own. */
  'talk.granted': notice({ data: z.object({ talkId, endsAt: z.number() }) }),
  /** To one that waits: its place, 1 for the next. */
  'talk.moved': notice({ data: z.object({ talkId, place: z.int().min(1) }) }),
  /** To the speaker: how many play it now (of those who could), and how many devices cannot. */
  'talk.heard': notice({ data: z.object({ talkId, heard: z.int().min(0), of: z.int().min(0), deaf: z.int().min(0) }) }),
  /** To the speaker, or one who waits: the hall ended it. `name`: who took the floor. */
  'talk.stopped': notice({ data: z.object({ talkId, reason: z.enum(TALK_ENDS), name: z.string().nullable() }) }),
  /** To one that hears: the consumer of this talk, already running; `resumed` ones are known to it. */
  'talk.sound': notice({ data: z.object({ talkId, channel: talkChannel.nullable(), name: z.string(), consumerId, producerId, rtpParameters: serverParameters }) }),
  /** To one that hears: no more of it for now. */
  'talk.silent': notice({ data: z.object({ talkId, consumerId }) }),
  /** To both parties, and to the desks where it rings. */
  'talk.callChanged': notice({ data: call }),
  /** To those who may talk to it. */
  'talk.hearingChanged': notice({ data: hearing }),
};
