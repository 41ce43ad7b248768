import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { ROLES } from '../roles.ts';
import { commandId, courtCode, tokenId, userId } from './ids.ts';

export const username = z.string().trim().toLowerCase().regex(/^[a-z][a-z0-9._-]{2,31}$/);
const personName = z.string().trim().min(1).max(32);
const roles = z.array(z.enum(ROLES)).min(1).max(ROLES.length);
const phone = z.string().trim().regex(/^[0-9+ -]{5,24}$/);
const purpose = z.string().trim().min(4).max(200);
const reason = z.string().trim().min(2).max(200);

/** An account. Secrets and contact data are kept outside the log; see `sfu/ports/stores.ts`. */
export const user = z.object({
  userId,
  username: z.string(),
  name: z.string(),
  courtCode,
  roles: z.array(z.enum(ROLES)),
  state: z.enum(['active', 'closed']),
  /** Whether a phone number is kept; it is opened with a purpose, and that is logged. */
  hasPhone: z.boolean(),
  version: z.int(),
});
export type User = z.infer<typeof user>;

/** One signed-in person. */
export const signedIn = z.object({
  tokenId,
  userId,
  signedInAt: z.int(),
  expiresAt: z.int(),
  /** What the client called itself at sign-in, and from where. */
  clientName: z.string(),
  remoteAddress: z.string(),
  /** Open connections now. */
  connections: z.int().min(0),
});
export type SignedIn = z.infer<typeof signedIn>;

export const peopleEvents = {
  'user.created': event({ data: z.object({ username: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)), hasPhone: z.boolean() }) }),
  'user.changed': event({ data: z.object({ name: z.string(), roles: z.array(z.enum(ROLES)) }) }),
  'user.closed': event({ data: z.object({ reason: z.string() }) }),
  'user.reopened': event({ data: z.object({ reason: z.string() }) }),
  'user.phoneChanged': event({ data: z.object({ hasPhone: z.boolean() }) }),
  'user.passwordReset': event({ data: z.object({}) }),
  'user.passwordChanged': event({ data: z.object({}) }),
  'user.lockedOut': event({ data: z.object({ untilAt: z.int(), remoteAddress: z.string() }) }),
  'user.unlocked': event({ data: z.object({}) }),
  'session.signedIn': event({ data: z.object({ userId, clientName: z.string(), remoteAddress: z.string(), method: z.enum(['password', 'oidc']) }) }),
  'session.signedOut': event({ data: z.object({ userId }) }),
  /** Ended by someone else. */
  'session.ended': event({ data: z.object({ userId, reason: z.string() }) }),
  /** Someone looked at personal data that is masked otherwise. */
  'personal.opened': event({ data: z.object({ what: z.enum(['phone', 'party', 'caller', 'task']), purpose: z.string() }) }),
};

const oneTimePassword = z.string();
const versioned = { commandId, userId, expectedVersion: z.int().min(0) };
const aboutUser = (input: { userId: string }) => [{ user: input.userId }];

export const peopleRequests = {
  /** Makes an account with a one-time password. Errors: conflict (name taken), rolesExclude (auditor with administrator). */
  'user.create': request({
    needs: 'people.manage',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({ commandId, username, name: personName, courtCode, roles, phone: phone.nullable() }),
    output: z.object({ user, oneTimePassword }),
  }),
  /** Errors: notFound, conflict, ownAccount (other roles), rolesExclude, lastAdministrator, onDuty (the new roles cannot hold the person's post). */
  'user.change': request({ needs: 'people.manage', about: aboutUser, input: z.strictObject({ ...versioned, name: personName, roles }), output: z.object({ user }) }),
  'user.setPhone': request({ needs: 'people.manage', about: aboutUser, input: z.strictObject({ ...versioned, phone: phone.nullable() }), output: z.object({ user }) }),
  /** Closes the account and ends its sessions. Errors: notFound, conflict, ownAccount, lastAdministrator, onDuty. */
  'user.close': request({ needs: 'people.manage', about: aboutUser, input: z.strictObject({ ...versioned, reason }), output: z.object({ user }) }),
  'user.reopen': request({ needs: 'people.manage', about: aboutUser, input: z.strictObject({ ...versioned, reason }), output: z.object({ user }) }),
  /** A new one-time password; ends the sessions and a lock-out. Errors: notFound, ownAccount. */
  'user.resetPassword': request({ needs: 'people.manage', about: aboutUser, input: z.strictObject({ commandId, userId }), output: z.object({ oneTimePassword }) }),
  /** Ends a lock-out. Errors: notFound, ownAccount. */
  'user.unlock': request({ needs: 'people.manage', about: aboutUser, input: z.strictObject({ commandId, userId }), output: z.object({}) }),
  /** Who is signed in, and which accounts are locked out until when. */
  'user.sessions': request({
    needs: 'people.manage',
    input: z.strictObject({}),
    output: z.object({ sessions: z.array(signedIn), lockedOut: z.array(z.object({ userId, untilAt: z.int() })) }),
  }),
  'user.endSession': request({ needs: 'people.manage', about: (input) => [{ token: input.tokenId }], input: z.strictObject({ commandId, tokenId, reason }), output: z.object({}) }),
  /** Opens a masked phone number. The look and its purpose are logged before it is answered. Errors: notFound. */
  'user.openPhone': request({ needs: 'personal.open', about: aboutUser, input: z.strictObject({ commandId, userId, purpose }), output: z.object({ phone: z.string() }) }),
};
