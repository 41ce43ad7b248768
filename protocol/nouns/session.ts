import { z } from 'zod';
import { CAPABILITIES, PURPOSES } from '../capabilities.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { ROLES } from '../roles.ts';
import { courtCode, sessionId, slotId, tokenId, unitId, userId } from './ids.ts';

const client = z.strictObject({ name: z.string().min(1).max(64), version: z.string().max(32) });
/** 8 to 128 characters; what makes it strong enough is `domain/people/passwordRule.ts`. */
const newPassword = z.string().min(8).max(128);

const issued = z.object({ token: z.string(), tokenId, expiresAt: z.int() });

/** The person of a session, as they were at its hello. */
export const sessionPerson = z.object({
  userId,
  username: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  /** Until the password is changed the session may do nothing else. */
  mustChangePassword: z.boolean(),
  signedInAt: z.int(),
  expiresAt: z.int(),
});
export type SessionPerson = z.infer<typeof sessionPerson>;

export const sessionRequests = {
  /** Before a hello: what a sign-in page needs to know. */
  'session.welcome': request({
    needs: null,
    input: z.strictObject({}),
    output: z.object({
      hallId: z.string(),
      hallName: z.string(),
      oidcName: z.string().nullable(),
      /** Real time, as sign-ins and lock-outs are dated, also in an exercise; ms since the epoch. */
      serverAt: z.number(),
      /** Whether the hall is an exercise and nothing in it is real. */
      exercise: z.boolean().default(false),
    }),
  }),
  /** Before a hello. Errors: signInFailed, accountLocked (untilAt), tooManyRequests, logUnavailable. */
  'session.signIn': request({
    needs: null,
    input: z.strictObject({ username: z.string().max(64), password: z.string().max(128), client }),
    output: issued,
  }),
  /** Before a hello: begins a sign-in at the court's identity provider. Errors: notFound (none is configured), oidcFailed. */
  'session.beginOidc': request({
    needs: null,
    input: z.strictObject({ client }),
    output: z.object({ ticket: z.string(), url: z.string() }),
  }),
  /** Before a hello: waits until the person has signed in at the provider. Errors: oidcFailed, signInFailed, timedOut. */
  'session.finishOidc': request({ needs: null, input: z.strictObject({ ticket: z.string().max(128) }), output: issued }),
  /** Before a hello: a unit or a machine exchanges its one-time code for its token. Errors: codeInvalid, tooManyRequests. */
  'session.redeemCode': request({
    needs: null,
    input: z.strictObject({ code: z.string().max(32), client }),
    output: issued.extend({ role: z.enum(['unit', 'console', 'observer']), name: z.string() }),
  }),
  /** Opens the session, within `LIMITS.helloTimeoutMs` of the socket's opening or of the last answer before it. */
  'session.hello': request({
    needs: null,
    input: z.strictObject({
      protocolVersion: z.int().min(0).max(65_535),
      token: z.string().min(1).max(4_096),
      purpose: z.enum(PURPOSES),
      /** The wall place this window shows; only with purpose `wall`. */
      slotId: slotId.optional(),
      client,
    }),
    output: z.object({
      sessionId,
      hallId: z.string(),
      hallName: z.string(),
      protocolVersion: z.int(),
      /** Hall time, ms since the epoch, when the answer was written. */
      serverAt: z.number(),
      /** Hall ms in one real ms: 1 but in an exercise. */
      rate: z.number().default(1),
      /** Whether the hall is an exercise and nothing in it is real. */
      exercise: z.boolean().default(false),
      capabilities: z.array(z.enum(CAPABILITIES)),
      /** Whose eyes the session has: it sees this court and those below it. */
      court: z.object({ courtCode, name: z.string() }),
      /** Set for a signed-in person. */
      person: sessionPerson.nullable(),
      /** Set for purpose `unit`: the unit the token belongs to, and what it is called. */
      unit: z.object({ unitId, name: z.string(), teamName: z.string(), courtName: z.string() }).nullable(),
      /** Whether senders burn the machine-readable clock into their frames (drills, measurements). */
      frameClock: z.boolean(),
    }),
  }),
  /** Keeps the socket alive and measures the clock offset. */
  'session.ping': request({
    needs: 'session.use',
    input: z.strictObject({}),
    output: z.object({ serverAt: z.number(), rate: z.number().default(1) }),
  }),
  /** Ends the person's sign-in with all its connections. */
  'session.signOut': request({ needs: 'password.change', input: z.strictObject({}), output: z.object({}) }),
  /** The session goes on with a new hello. Errors: signInFailed (the present one is wrong), passwordWeak (reason). */
  'session.changePassword': request({
    needs: 'password.change',
    input: z.strictObject({ present: z.string().max(128), next: newPassword }),
    output: z.object({}),
  }),
};

export const sessionNotices = {
  /** The hall is about to close this socket and says why before it does. */
  'session.ended': notice({ data: z.object({ reason: z.string() }) }),
};

