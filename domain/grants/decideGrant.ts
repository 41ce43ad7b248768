import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { GRANT_MAX_MS, GRANT_MAX_VIEWERS, type Grant, type ViewingEnd } from '#protocol/media/grants.ts';
import type { GrantId, UserId } from '#protocol/nouns/ids.ts';
import { found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { isOpen } from './isOpen.ts';

type Giver = { readonly userId: UserId; readonly name: string };
type Answer = { grant: Grant };
type Viewing = { readonly grantId: GrantId; readonly viewingId: string };

/** A desk's clock may be a little behind. */
const LENIENCE_MS = 60_000;

/** Errors: notFound, revoked, notLive, badPeriod. */
export function giveGrant(state: HallState, input: Omit<RequestData<'grant.give'>, 'commandId'> & { grantId: GrantId }, giver: Giver, at: number): Decision<Answer> {
  const { grantId, feedId, purpose, forName, endsAt } = input;
  const { courtCode, unitId, recorded } = found(state.feeds.get(feedId), 'feed');
  if (recorded === true) {
    throw new AppError('notLive');
  }
  const unit = found(state.units.get(unitId), 'unit');
  if (unit.state === 'revoked') {
    throw new AppError('revoked', { params: { name: unit.name } });
  }
  if (endsAt <= at || endsAt > at + GRANT_MAX_MS + LENIENCE_MS) {
    throw new AppError('badPeriod');
  }
  const data = { feedId, purpose, forName, unitId, byUserId: giver.userId, byName: giver.name, endsAt };
  return decided(grantId, { name: 'grant.given', subject: `grant/${grantId}`, courtCode, data });
}

/** One that is revoked already stays as it is. Errors: notFound. */
export function revokeGrant(state: HallState, { grantId }: { readonly grantId: GrantId }, byName: string): Decision<Answer> {
  const grant = found(state.grants.get(grantId), 'grant');
  if (grant.revoked !== null) {
    return { events: [], answer: () => ({ grant }) };
  }
  return decided(grantId, { name: 'grant.revoked', subject: `grant/${grantId}`, courtCode: grant.courtCode, data: { byName } });
}

/** Errors: tokenRevoked, tokenExpired, tooManyViewers. */
export function beginViewing(state: HallState, { grantId, viewingId, ...who }: Viewing & { readonly remoteAddress: string; readonly clientName: string }, at: number): Decision<Answer> {
  const grant = state.grants.get(grantId);
  if (grant === undefined || grant.revoked !== null || state.units.get(grant.unitId)?.state !== 'enrolled') {
    throw new AppError('tokenRevoked');
  }
  if (!isOpen(grant, at)) {
    throw new AppError('tokenExpired');
  }
  if (grant.viewings.length >= GRANT_MAX_VIEWERS) {
    throw new AppError('tooManyViewers', { params: { max: GRANT_MAX_VIEWERS } });
  }
  return decided(grantId, { name: 'grant.viewed', subject: `grant/${grantId}`, courtCode: grant.courtCode, data: { viewingId, forName: grant.forName, ...who } });
}

/** Nothing happens where nobody views. */
export function endViewing(state: HallState, { grantId, viewingId, why }: Viewing & { readonly why: ViewingEnd }, at: number): Decision<Record<string, never>> {
  const grant = state.grants.get(grantId);
  const viewing = grant?.viewings.find((one) => one.viewingId === viewingId);
  if (grant === undefined || viewing === undefined) {
    return { events: [], answer: () => ({}) };
  }
  const data = { viewingId, forName: grant.forName, remoteAddress: viewing.remoteAddress, why, durationMs: Math.max(0, at - viewing.sinceAt) };
  return { events: [{ name: 'grant.left', subject: `grant/${grantId}`, courtCode: grant.courtCode, data }], answer: () => ({}) };
}

function decided(grantId: GrantId, event: NewEvent): Decision<Answer> {
  return { events: [event], answer: (after) => ({ grant: found(after.grants.get(grantId), 'grant') }) };
}
