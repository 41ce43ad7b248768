import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import type { Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { missingToEnd, resultsFit, type StepEnd } from '../rules/requirements.ts';
import { decidedStep, ruleOf, stepIn, type StepAnswer } from './aboutStep.ts';
import type { Moment } from './decideStep.ts';
import { templateOf } from './stepRules.ts';

type CourseRequest = 'step.except' | 'step.giveNotice' | 'step.doItem' | 'step.explainGap' | 'step.end' | 'step.correct';
type Of<Name extends CourseRequest> = Omit<RequestData<Name>, 'commandId'>;

/** Errors: notFound, conflict, operationOver, stepOver, badRule. */
export function exceptStep(state: HallState, { exception, reason, ...input }: Of<'step.except'>, moment: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned', 'begun']);
  ruleOf(templateOf(step, moment, moment.at).exceptions, exception);
  const isNoted = step.exceptions.some((one) => one.exception === exception);
  return decidedStep(step, isNoted ? [] : [{ name: 'step.excepted', data: { exception, reason } }]);
}

/** Also long after the operation: a freeze is renewed when its year runs out. Errors: notFound, stepOver, badRule. */
export function giveNotice(state: HallState, { notice, text, ...input }: Of<'step.giveNotice'>, moment: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['begun', 'ended'], { afterwards: true });
  ruleOf(templateOf(step, moment, moment.at).notices, notice);
  return decidedStep(step, [{ name: 'step.noticeGiven', data: { notice, text } }]);
}

/** Done anew it takes the place of what was done. Errors: notFound, operationOver, stepOver, badRule, badResult (no picture, no signature). */
export function doItem(state: HallState, { item, text, pictureId, ...input }: Of<'step.doItem'>, moment: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['planned', 'begun']);
  const { kind, name } = ruleOf(templateOf(step, moment, moment.at).checklist, item);
  if ((kind === 'picture' && pictureId === null) || (kind === 'signature' && pictureId === null && text === '')) {
    throw new AppError('badResult', { params: { result: name } });
  }
  return decidedStep(step, [{ name: 'step.itemDone', data: { item, text, pictureId } }]);
}

/** Errors: notFound, stepOver (no such gap). */
export function explainGap(state: HallState, { fromAt, text, ...input }: Of<'step.explainGap'>): Decision<StepAnswer> {
  const step = stepIn(state, input, ['begun', 'ended', 'abandoned'], { afterwards: true });
  if (!step.gaps.some((gap) => gap.fromAt === fromAt)) {
    throw new AppError('stepOver');
  }
  return decidedStep(step, [{ name: 'step.gapExplained', data: { fromAt, text } }]);
}

/** A gap that is open ends with the step. Errors: notFound, conflict, operationOver, stepOver, badRule, itemsOpen, badResult. */
export function endStep(state: HallState, { outcome, results, ...input }: Of<'step.end'>, moment: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['begun']);
  const template = templateOf(step, moment, moment.at);
  ruleOf(template.outcomes, outcome);
  checkResults(template, { outcome, results, items: step.items });
  const open = step.gaps.some(({ toAt }) => toAt === null);
  return decidedStep(step, [...(open ? [{ name: 'step.gapClosed' as const, data: { toAt: moment.at } }] : []), { name: 'step.ended', data: { outcome, results } }]);
}

/** The scoreboard follows; also after the operation. Errors: notFound, conflict, stepOver, badResult. */
export function correctStep(state: HallState, { results, reason, ...input }: Of<'step.correct'>, moment: Moment): Decision<StepAnswer> {
  const step = stepIn(state, input, ['ended'], { afterwards: true });
  const template = templateOf(step, moment, moment.at);
  checkResults(template, { outcome: step.outcome ?? '', results, items: step.items });
  return decidedStep(step, [{ name: 'step.corrected', data: { results, reason } }]);
}

function checkResults(template: StepTemplate, end: StepEnd): void {
  const misfit = Object.entries(end.results).find(([id, value]) => !resultsFit(template, { [id]: value }));
  if (misfit !== undefined) {
    throw badResult(template, misfit[0]);
  }
  const missing = missingToEnd(template, end);
  const items = missing.flatMap((one) => (one.kind === 'checklist' ? [template.checklist.find(({ id }) => id === one.itemId)?.name ?? one.itemId] : []));
  if (items.length > 0) {
    throw new AppError('itemsOpen', { params: { items: items.join('、') } });
  }
  const result = missing.find((one) => one.kind === 'result');
  if (result !== undefined) {
    throw badResult(template, result.resultId);
  }
}

function badResult(template: StepTemplate, resultId: string): AppError {
  return new AppError('badResult', { params: { result: template.results.find(({ id }) => id === resultId)?.name ?? resultId } });
}
