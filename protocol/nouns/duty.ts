import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, userId } from './ids.ts';
import { wireEntry } from './log.ts';

/** Posts of a duty room: leader of the week, enforcement post, technical post (法明传(2016)787号 as applied locally). */
export const DUTY_POSTS = ['leader', 'officer', 'technician'] as const;
export type DutyPostName = (typeof DUTY_POSTS)[number];

const note = z.string().trim().max(2_000);

const handOver = z.object({
  toUserId: userId,
  toName: z.string(),
  /** 已办事项 and 待办事项. */
  done: z.string(),
  undone: z.string(),
  offeredAt: z.int(),
});

/** One post of one court: who holds it now, and to whom it is being handed over. */
export const dutyPost = z.object({
  courtCode,
  post: z.enum(DUTY_POSTS),
  /** Null while nobody is on duty. */
  holder: z.object({ userId, name: z.string(), sinceAt: z.int() }).nullable(),
  offer: handOver.nullable(),
  /** What the post's holder was told last: the next one reads it, too. */
  lastHandOver: handOver.extend({ fromUserId: userId, fromName: z.string(), acceptedAt: z.int() }).nullable(),
  version: z.int(),
});
export type DutyPost = z.infer<typeof dutyPost>;

export const dutyEvents = {
  /** Subject `duty/<court>/<post>`, as for the others. */
  'duty.started': event({ data: z.object({ userId, name: z.string() }) }),
  'duty.handOverOffered': event({ data: z.object({ toUserId: userId, toName: z.string(), done: z.string(), undone: z.string() }) }),
  'duty.handOverWithdrawn': event({ data: z.object({}) }),
  'duty.handedOver': event({ data: z.object({ fromUserId: userId, fromName: z.string(), toUserId: userId, toName: z.string() }) }),
  /** Someone above took the holder off the post, who had left it or may not serve any more. */
  'duty.relieved': event({ data: z.object({ userId, name: z.string(), reason: z.string() }) }),
  'duty.ended': event({ data: z.object({ userId, note: z.string() }) }),
  /** The centre's desks have all been away for longer than the declared time, and are back. */
  'centre.lost': event({ data: z.object({ lastSeenAt: z.int() }) }),
  'centre.returned': event({ data: z.object({}) }),
};

const post = z.enum(DUTY_POSTS);
const versioned = { commandId, post, expectedVersion: z.int().min(0) };

/** All but `duty.relieve` and `duty.log` are about the caller's own court. */
export const dutyRequests = {
  /** Takes a vacant post. Errors: conflict, postTaken, cannotServe. */
  'duty.start': request({ needs: 'duty.serve', input: z.strictObject(versioned), output: z.object({ post: dutyPost }) }),
  /** The holder names a successor and says what is done and what is not. Errors: conflict, notOnDuty, notFound, cannotServe. */
  'duty.offer': request({
    needs: 'duty.serve',
    about: (input) => [{ user: input.toUserId }],
    input: z.strictObject({ ...versioned, toUserId: userId, done: note, undone: note }),
    output: z.object({ post: dutyPost }),
  }),
  'duty.withdraw': request({ needs: 'duty.serve', input: z.strictObject(versioned), output: z.object({ post: dutyPost }) }),
  /** The successor takes over. Errors: conflict, notOffered, cannotServe. */
  'duty.accept': request({ needs: 'duty.serve', input: z.strictObject(versioned), output: z.object({ post: dutyPost }) }),
  /** Leaves the post vacant, with a note why. Errors: conflict, notOnDuty. */
  'duty.end': request({ needs: 'duty.serve', input: z.strictObject({ ...versioned, note: note.min(2) }), output: z.object({ post: dutyPost }) }),
  /** Takes the holder off a post that was left without a word; it is vacant then. Errors: conflict, notFound (nobody holds it). */
  'duty.relieve': request({
    needs: 'duty.relieve',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({ ...versioned, courtCode, reason: z.string().trim().min(2).max(200) }),
    output: z.object({ post: dutyPost }),
  }),
  /** The duty book of exactly this court, its posts and its centre, newest first. Errors: logUnavailable. */
  'duty.log': request({
    needs: 'hall.follow',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({ courtCode, /** A sequence. */ before: z.int().min(1).optional(), limit: z.int().min(1).max(200) }),
    output: z.object({ entries: z.array(wireEntry), more: z.boolean() }),
  }),
};

export const CENTRE_STATES = ['staffed', 'connected', 'lost', 'absent'] as const;

/** Presence and health of one court's command centre; never in the log. */
export const centrePresence = z.object({
  courtCode,
  /** Staffed: a desk is connected and a post is held. Connected: a desk, but nobody on duty. Lost: was here. Absent: never was since the hall started. */
  state: z.enum(CENTRE_STATES),
  sinceAt: z.int(),
  desks: z.int(),
  walls: z.int(),
  /** Tiles of its windows that should show a picture, and those that do not. */
  tiles: z.int(),
  staleTiles: z.int(),
});
export type CentrePresence = z.infer<typeof centrePresence>;
