import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { isAsked } from './isAsked.ts';
import { maskValue } from './maskValue.ts';

/** What may stand in the log (personal values masked), and the personal values themselves. */
export type PartedForm = { readonly open: FormValues; readonly personal: FormValues };

/** What is empty, or filled in where nothing is asked (any more), is left out. */
export function partForm(fields: readonly FormField[], values: FormValues): PartedForm {
  const open: FormValues = {};
  const personal: FormValues = {};
  for (const field of fields) {
    const value = values[field.id];
    if (value === undefined || value === '' || !isAsked(field, fields, values)) {
      continue;
    }
    if (field.personal) personal[field.id] = value;
    open[field.id] = field.personal ? maskValue(field.kind, value) : value;
  }
  return { open, personal };
}
