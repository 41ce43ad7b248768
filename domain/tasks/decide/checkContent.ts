import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Flow, FormField } from '#protocol/tasks/flows.ts';
import type { FormValues, Task, TaskEnd } from '#protocol/tasks/tasks.ts';
import { canonicalCase } from '../../cases/canonicalCase.ts';
import { courtName, upperCourt } from '../../courts/courtName.ts';
import { found } from '../../decision/decision.ts';
import type { HallState } from '../../hallState/hallState.ts';
import { speaksFor } from '../../partners/decidePartner.ts';
import { formFaults } from '../form/formFaults.ts';
import { courtOfEnd } from '../flow/sides.ts';

type Given = Pick<RequestData<'task.create'>, 'to' | 'caseNumber' | 'limitDays' | 'operationId'>;
type Checked = Pick<Task, 'to' | 'caseNumber'>;

/** What is asked for, as the hall keeps it. Errors: badDestination, badCaseNumber, badForm (limit), notFound (operation). */
export function checkContent(state: HallState, given: Given, { flow, from, book, at }: { readonly flow: Flow; readonly from: TaskEnd; readonly book: RuleBook; readonly at: number }): Checked {
  const { limitDays } = flow;
  if (limitDays === null ? given.limitDays !== null : given.limitDays === null || given.limitDays < limitDays.min || given.limitDays > limitDays.max) {
    throw new AppError('badForm', { params: { field: '办理期限', problem: 'range', count: 1 } });
  }
  if (given.operationId !== null) found(state.operations.get(given.operationId), 'operation');
  return { to: destination(state, given.to, { flow, from }), caseNumber: caseOf(state, given, { flow, book, at }) };
}

/** Errors: badCaseNumber, badForm. */
function caseOf(state: HallState, given: Given, { flow, book, at }: { readonly flow: Flow; readonly book: RuleBook; readonly at: number }): string | null {
  const isGiven = given.caseNumber !== null && given.caseNumber !== '';
  if (isGiven ? flow.caseNumber === 'none' : flow.caseNumber === 'required') {
    throw new AppError('badForm', { params: { field: '案号', problem: isGiven ? 'unknown' : 'missing', count: 1 } });
  }
  return isGiven ? canonicalCase(given.caseNumber ?? '', { state, book, at }) : null;
}

/** Where it may go by the flow, with the court's registered name. Errors: badDestination. */
export function destination(state: HallState, to: TaskEnd, { flow, from }: { readonly flow: Flow; readonly from: TaskEnd }): TaskEnd {
  if (to.kind === 'outside') {
    if (!flow.reach.outside || from.kind === 'outside' || !speaksFor(state, to)) throw new AppError('badDestination');
    return to;
  }
  const own = courtOfEnd(from);
  if (!state.courts.has(to.courtCode) || !reaches(flow.reach.courts, own, to.courtCode)) {
    throw new AppError('badDestination');
  }
  return { kind: 'court', courtCode: to.courtCode, courtName: courtName(state.courts, to.courtCode) };
}

function reaches(courts: Flow['reach']['courts'], from: CourtCode | null, to: CourtCode): boolean {
  switch (courts) {
    case 'any': return from !== to;
    // What the high court asks it asks of itself.
    case 'above': return from !== null && from.startsWith(to) && (from !== to || upperCourt(to) === null);
    case 'below': return from !== null && from !== to && to.startsWith(from);
    case 'own': return from === to;
    case 'none': return false;
  }
}

/** Errors: badForm (params: the first wrong field, what is wrong with it, how many are). */
export function checkForm(fields: readonly FormField[], values: FormValues, options: { readonly at: number; readonly caseTypes: RuleBook['caseTypes'] }): void {
  const [first, ...others] = formFaults(fields, values, options);
  if (first !== undefined) {
    throw new AppError('badForm', { params: { field: fields.find(({ id }) => id === first.field)?.name ?? first.field, problem: first.code, count: 1 + others.length } });
  }
}
