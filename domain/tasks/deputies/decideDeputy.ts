import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { DeputyshipId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { APPROVAL_DEPUTY, type Deputyship, type DeputyshipEnd, type DeputyRule } from '#protocol/tasks/deputies.ts';
import { found, type Decision, type NewEvent } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { beijingDayOf, isoOf } from '../../rules/beijingDay.ts';
import { addPeriod, createCalendar } from '../../rules/calendar.ts';
import { rowAt } from '../../rules/rowAt.ts';
import { areInOffice, mayDecide } from './principalsOf.ts';

type Appointing = Omit<RequestData<'deputy.appoint'>, 'commandId'> & { readonly deputyshipId: DeputyshipId };
type Context = { readonly by: string; readonly book: Pick<RuleBook, 'deputies' | 'flows' | 'holidays'>; readonly at: number };

/** What is asked to begin in the past begins now. Errors: notFound, forbidden, badDeputy, badRule, badPeriod, deputyTooLong, deputyOverlap. */
export function appointDeputy(state: HallState, { deputyshipId, deputyId, flowIds, fromAt: asked, untilAt, reason }: Appointing, { by, book, at }: Context): Decision<{ deputyship: Deputyship }> {
  const principal = found(state.users.get(by as User['userId']), 'user');
  const deputy = found(state.users.get(deputyId), 'user');
  if (!mayDecide(principal, principal.courtCode)) {
    throw new AppError('forbidden');
  }
  if (deputy.userId === principal.userId || !mayDecide(deputy, principal.courtCode)) {
    throw new AppError('badDeputy');
  }
  for (const id of flowIds ?? []) {
    if (rowAt(book.flows, id, at) === undefined) throw new AppError('badRule', { params: { id } });
  }
  const fromAt = Math.max(asked, Math.round(at));
  if (untilAt <= fromAt) {
    throw new AppError('badPeriod');
  }
  checkLength(fromAt, untilAt, { book, at });
  const other = [...state.deputies.values()].find((one) => one.principal.userId === principal.userId && one.fromAt < untilAt && fromAt < one.untilAt && sharesFlow(one.flowIds, flowIds));
  if (other !== undefined) {
    throw new AppError('deputyOverlap', { params: { name: other.deputy.name } });
  }
  const data = { principal: holderOf(principal), deputy: holderOf(deputy), flowIds, fromAt, untilAt, reason };
  return {
    events: [{ name: 'deputy.appointed', subject: `deputy/${deputyshipId}`, courtCode: principal.courtCode, data }],
    answer: (after) => ({ deputyship: found(after.deputies.get(deputyshipId), 'deputyship') }),
  };
}

/** By the principal, or by the deputy, who lays it down. Errors: notFound, also for anybody else. */
export function endDeputy(state: HallState, { deputyshipId, reason }: { readonly deputyshipId: DeputyshipId; readonly reason: string }, by: string): Decision<Record<string, never>> {
  const there = state.deputies.get(deputyshipId);
  const why = there?.principal.userId === by ? 'principal' : there?.deputy.userId === by ? 'deputy' : null;
  const deputyship = found(why === null ? undefined : there, 'deputyship');
  return { events: [ended(deputyship, why ?? 'principal', reason)], answer: () => ({}) };
}

/** Those whose time is over, or of whom one left office. */
export function endLapsedDeputies(state: HallState, at: number): Decision<Record<string, never>> {
  const events = [...state.deputies.values()].flatMap((one) => (one.untilAt <= at ? [ended(one, 'over', null)] : areInOffice(state, one) ? [] : [ended(one, 'office', null)]));
  return { events, answer: () => ({}) };
}

/** The latest end of one that begins then; null: the rules say nothing of it. */
export function longestDeputy(fromAt: number, { book, at }: Pick<Context, 'book' | 'at'>): { readonly untilAt: number; readonly rule: DeputyRule } | null {
  const rule = rowAt(book.deputies, APPROVAL_DEPUTY, at);
  return rule === undefined ? null : { untilAt: addPeriod(fromAt, rule.longest, { calendar: createCalendar(book.holidays), rollsOverHolidays: false }), rule };
}

function checkLength(fromAt: number, untilAt: number, context: Pick<Context, 'book' | 'at'>): void {
  const longest = longestDeputy(fromAt, context);
  if (longest !== null && untilAt > longest.untilAt) {
    throw new AppError('deputyTooLong', { params: { day: isoOf(beijingDayOf(longest.untilAt - 1)), source: longest.rule.source } });
  }
}

/** Null: all flows. */
function sharesFlow(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return one === null || other === null || one.some((id) => other.includes(id));
}

function holderOf({ userId, name, roles }: User) {
  return { userId, name, roles };
}

function ended({ deputyshipId, courtCode, principal, deputy }: Deputyship, why: DeputyshipEnd, reason: string | null): NewEvent {
  const nameOf = ({ userId, name }: Deputyship['principal']) => ({ userId, name });
  return { name: 'deputy.ended', subject: `deputy/${deputyshipId}`, courtCode, data: { principal: nameOf(principal), deputy: nameOf(deputy), why, reason } };
}
