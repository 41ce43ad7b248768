import type { CaseType } from '#protocol/rules/rules.ts';
import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { isAsked } from './isAsked.ts';
import { valueFault, type ValueFaultCode } from './valueFault.ts';

export type FormFaultCode = ValueFaultCode | 'missing' | 'unknown' | 'tooEarly';

/** What is wrong with one field; the words for the code are in the locales (`taskForm.json`), params fill them in. */
export type FormFault = { readonly field: string; readonly code: FormFaultCode; readonly params: Readonly<Record<string, string | number>> };

/** Everything that is wrong with a form, in the order of its fields; none when it can be sent. What is filled in where nothing is asked does no harm: it is not kept. */
export function formFaults(fields: readonly FormField[], values: FormValues, { at, caseTypes }: { readonly at: number; readonly caseTypes: readonly CaseType[] }): FormFault[] {
  const faults = fields.filter((field) => isAsked(field, fields, values)).flatMap((field): FormFault[] => {
    const value = values[field.id];
    if (isBlank(value)) {
      return field.required ? [{ field: field.id, code: 'missing', params: {} }] : [];
    }
    const fault = valueFault(field, value, { at, caseTypes }) ?? orderFault(field, fields, values);
    return fault === null ? [] : [{ field: field.id, ...fault }];
  });
  const unknown = Object.keys(values).filter((id) => !fields.some((field) => field.id === id)).map((field): FormFault => ({ field, code: 'unknown', params: {} }));
  return [...faults, ...unknown];
}

function isBlank(value: FormValues[string] | undefined): value is undefined | '' {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

/** ISO dates stand in the order of their letters. */
function orderFault({ id, notBefore }: FormField, fields: readonly FormField[], values: FormValues): Omit<FormFault, 'field'> | null {
  const first = fields.find((field) => field.id === notBefore);
  const [earlier, later] = [values[notBefore ?? ''], values[id]];
  return first !== undefined && typeof earlier === 'string' && earlier !== '' && typeof later === 'string' && later < earlier ? { code: 'tooEarly', params: { after: first.name, afterEn: first.nameEn } } : null;
}
