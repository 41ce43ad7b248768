import type { PaperTemplate } from '#protocol/rules/paperTemplates.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Task, TaskMoment } from '#protocol/tasks/tasks.ts';
import { isValidAt } from '../rules/rowAt.ts';
import { courtOfEnd } from '../tasks/flow/sides.ts';
import type { Performing } from '../tasks/flow/stepsFor.ts';

/** The papers that this person may have written of the task now. */
export function dueTemplates(task: Task, { templates }: Pick<RuleBook, 'templates'>, { person, at }: { readonly person: Pick<Performing, 'courtCode' | 'roles'>; readonly at: number }): PaperTemplate[] {
  return templates.filter((template) =>
    isValidAt(template, at)
    && template.flows.includes(task.flowId)
    && task.number !== null
    && datingMoment(task, template) !== undefined
    && courtOfEnd(task[template.side]) === person.courtCode
    && person.roles.some((role) => template.roles.includes(role)));
}

/** The step that dates a paper: the last one of those after which it is due. */
export function datingMoment({ history }: Pick<Task, 'history'>, { after }: Pick<PaperTemplate, 'after'>): TaskMoment | undefined {
  return history.findLast(({ what }) => after.includes(what));
}
