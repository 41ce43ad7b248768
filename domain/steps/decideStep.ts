import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { StepId } from '#protocol/nouns/ids.ts';
import { canonicalCase } from '../cases/canonicalCase.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { goingOn } from '../operations/operationStates.ts';
import { rowAt } from '../rules/rowAt.ts';
import { decidedStep, ruleOf, stepIn, type StepAnswer } from './aboutStep.ts';
import { lackingOf, templateOf, type Rules } from './stepRules.ts';
import { missingInWords } from './missingInWords.ts';

type StepRequest = 'step.plan' | 'step.showPaper' | 'step.notePerson' | 'step.askSignature' | 'step.sign' | 'step.refuseSignature' | 'step.begin' | 'step.abandon';
type Of<Name extends StepRequest> = Omit<RequestData<Name>, 'commandId'>;
export type Moment = Rules & { readonly at: number };

/** Errors: notFound (operation, party, team), operationOver, badRule, badCaseNumber. */
export function planStep(state: HallState, input: Of<'step.plan'>, { stepId, ...moment }: Moment & { readonly stepId: StepId }): Decision<StepAnswer> {
  const { operationId, template, facts, partyId, team, note } = input;
  const operation = goingOn(state, operationId);
  const row = templateOf({ template, beganAt: null }, moment, moment.at);
  facts.forEach((fact) => ruleOf(row.facts, fact));
  if (partyId !== null && found(state.parties.get(partyId), 'party').operationId !== operationId) {
    throw new AppError('notFound', { params: { what: 'party' } });
  }
  if (team !== null) {
    found(operation.teams.find((one) => one.team === team), 'team');
  }
  const caseNumber = input.caseNumber === null || input.caseNumber === '' ? null : canonicalCase(input.caseNumber, { state, ...moment });
  const data = { operationId, template, facts: [...new Set(facts)], partyId, caseNumber, team, note };
  return decidedStep({ stepId, courtCode: operation.courtCode }, [{ name: 'step.planned', data }]);
}

/** The same paper shown twice is shown once. Errors: notFound, operationOver, stepOver, badRule. */
export function showPaper(state: HallState, { paper, reference, ...input }: Of<'step.showPaper'>, { book, at }: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned', 'begun']);
  knownAt(rowAt(book.papers, paper, at), paper);
  const isShown = step.papers.some((one) => one.paper === paper && one.reference === reference);
  return decidedStep(step, isShown ? [] : [{ name: 'step.paperShown', data: { paper, reference } }]);
}

/** Whoever is noted twice in one capacity is there once. Errors: notFound, operationOver, stepOver, badRule. */
export function notePerson(state: HallState, { capacity, who, ...input }: Of<'step.notePerson'>, { book, at }: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned', 'begun']);
  knownAt(rowAt(book.capacities, capacity, at), capacity);
  const isNoted = step.people.some((one) => one.capacity === capacity && one.who === who);
  return decidedStep(step, isNoted ? [] : [{ name: 'step.personPresent', data: { capacity, who } }]);
}

/** Asks for everything that is missing now. Errors: notFound, conflict, operationOver, stepOver, nothingMissing. */
export function askSignature(state: HallState, { reason, ...input }: Of<'step.askSignature'>, moment: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned']);
  const missing = missingInWords(lackingOf(step, moment, moment.at), moment.book, moment.at);
  if (missing.length === 0) {
    throw new AppError('nothingMissing');
  }
  return decidedStep(step, [{ name: 'step.signatureAsked', data: { missing, reason } }]);
}

/** Who signs, or does not. */
export type Signer = { readonly userId: string | null };

/** Errors: notFound, conflict, operationOver, stepOver, nothingAsked, ownRequest. */
export function signStep(state: HallState, { reason, ...input }: Of<'step.sign'>, { userId }: Signer): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned']);
  const asked = askedOf(step);
  // A request whose asker is not known is nobody's to sign.
  if (asked.askedByUserId === null || asked.askedByUserId === userId) {
    throw new AppError('ownRequest');
  }
  return decidedStep(step, [{ name: 'step.signed', data: { missing: asked.missing, reason } }]);
}

/** Errors: notFound, conflict, operationOver, stepOver, nothingAsked. */
export function refuseSignature(state: HallState, { reason, ...input }: Of<'step.refuseSignature'>): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned']);
  askedOf(step);
  return decidedStep(step, [{ name: 'step.signatureRefused', data: { reason } }]);
}

/** 文书在手才动手: with everything at hand, or over a signature for all that is missing. Errors: notFound, conflict, operationOver, stepOver, papersMissing. */
export function beginStep(state: HallState, input: Of<'step.begin'>, moment: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned']);
  const missing = missingInWords(lackingOf(step, moment, moment.at), moment.book, moment.at);
  if (missing.length > 0 && !step.signed.some((signature) => missing.every((one) => signature.missing.includes(one)))) {
    throw new AppError('papersMissing', { params: { missing: missing.join('、') } });
  }
  return decidedStep(step, [{ name: 'step.begun', data: { missing } }]);
}

/** A gap that is open ends with it. Errors: notFound, conflict, operationOver, stepOver. */
export function abandonStep(state: HallState, { reason, ...input }: Of<'step.abandon'>, { at }: Pick<Moment, 'at'>): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned', 'begun']);
  const open = step.gaps.some(({ toAt }) => toAt === null);
  return decidedStep(step, [...(open ? [{ name: 'step.gapClosed' as const, data: { toAt: at } }] : []), { name: 'step.abandoned', data: { reason } }]);
}

function askedOf({ signature }: StepAnswer['step']): NonNullable<StepAnswer['step']['signature']> {
  if (signature === null) {
    throw new AppError('nothingAsked');
  }
  return signature;
}

function knownAt(row: object | undefined, rule: string): void {
  if (row === undefined) {
    throw new AppError('badRule', { params: { rule } });
  }
}
