import { AppError } from '#protocol/errors.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import type { Calendar } from '../rules/calendar.ts';
import { clocksOf, type Clock } from '../rules/clocks.ts';
import { missingFor, type Missing } from '../rules/requirements.ts';
import { rowAt } from '../rules/rowAt.ts';

/** The rule book, and the calendar made of it once. */
export type Rules = { readonly book: RuleBook; readonly calendar: Calendar };

/** The template by which the step goes: that of the day it began, before that of today. Errors: badRule. */
export function templateOf({ template, beganAt }: Pick<Step, 'template' | 'beganAt'>, { book }: Pick<Rules, 'book'>, at: number): StepTemplate {
  const row = rowAt(book.steps, template, beganAt ?? at);
  if (row === undefined) {
    throw new AppError('badRule', { params: { rule: template } });
  }
  return row;
}

/** One capacity a person: who is noted as 执行人员 and as 女执行人员 is one officer, not two. */
function personsPresent({ people }: Step, { capacities }: RuleBook): Step['people'] {
  return people.filter(({ capacity, who }) => {
    const others = people.filter((other) => other.who === who && other.capacity !== capacity);
    return !others.some((other) => capacities.find(({ id }) => id === other.capacity)?.countsAs.includes(capacity));
  });
}

/** What it lacks before it may begin. Errors: badRule. */
export function lackingOf(step: Step, { book }: Pick<Rules, 'book'>, at: number): Missing[] {
  return missingFor(templateOf(step, { book }, at), { ...step, people: personsPresent(step, book) }, book.capacities);
}

/** Every statutory clock that has started on the step. */
export function clocksOfStep(step: Step, { book, calendar }: Rules): Clock[] {
  return clocksOf(step, book.limits, calendar);
}
