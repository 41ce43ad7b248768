import { parseCaseNumber } from '#domain/cases/caseNumber.ts';
import { formFaults, type FormFault } from '#domain/tasks/form/formFaults.ts';
import { valueFault } from '#domain/tasks/form/valueFault.ts';
import { formField, type Flow, type TaskItem } from '#protocol/tasks/flows.ts';
import type { TaskDraft } from '#protocol/tasks/drafts.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import type { CaseType } from '#protocol/rules/rules.ts';

/** Fields of a task that no item has to name; with a dot, which no field of a form has. */
export const DRAFT_FIELDS = { item: 'task.item', to: 'task.to', caseNumber: 'task.caseNumber' } as const;
const CASE_NUMBER = formField.parse({ id: 'caseNumber', name: '执行案号', nameEn: 'Case number', kind: 'caseNumber' });

type Context = {
  readonly flow: Flow;
  readonly item: TaskItem | undefined;
  readonly at: number;
  readonly caseTypes: readonly CaseType[];
  /** Courts of this province have to be in its register. */
  readonly knowsCourt: (courtCode: string) => boolean;
};

/** Everything that keeps a draft from becoming a task, in the order of its fields. */
export function draftFaults(draft: TaskDraft, { flow, item, at, caseTypes, knowsCourt }: Context): FormFault[] {
  const missing = (field: string, isMissing: boolean): FormFault[] => (isMissing ? [{ field, code: 'missing', params: {} }] : []);
  return [
    ...missing(DRAFT_FIELDS.item, item === undefined),
    ...missing(DRAFT_FIELDS.to, draft.to === null),
    ...caseFaults(draft.caseNumber.trim(), flow),
    ...(item === undefined ? [] : formFaults(item.fields, valuesOf(draft, item), { at, caseTypes })),
  ];

  function caseFaults(text: string, { caseNumber }: Flow): FormFault[] {
    if (caseNumber === 'none') return [];
    if (text === '') return missing(DRAFT_FIELDS.caseNumber, caseNumber === 'required');
    const fault = valueFault(CASE_NUMBER, text, { at, caseTypes });
    if (fault !== null) return [{ field: DRAFT_FIELDS.caseNumber, ...fault }];
    const parsed = parseCaseNumber(text, { at, caseTypes, knowsCourt });
    return 'fault' in parsed ? [{ field: DRAFT_FIELDS.caseNumber, code: 'caseCourt', params: {} }] : [];
  }
}

/** What is filled in of an item's form; values of items that were chosen before stay in the draft alone. */
export function valuesOf({ form }: Pick<TaskDraft, 'form'>, { fields }: Pick<TaskItem, 'fields'>): FormValues {
  return Object.fromEntries(Object.entries(form).filter(([id, value]) => value !== '' && fields.some((field) => field.id === id)));
}
