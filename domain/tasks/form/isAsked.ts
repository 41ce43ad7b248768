import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';

/** Whether a field is shown: not where it depends on another one that is not shown or says something else. */
export function isAsked(field: FormField, fields: readonly FormField[], values: FormValues): boolean {
  const { onlyWith } = field;
  if (onlyWith === undefined) {
    return true;
  }
  const others = fields.filter(({ id }) => id !== field.id);
  const asked = others.find(({ id }) => id === onlyWith.field);
  return asked !== undefined && onlyWith.values.includes(String(values[asked.id])) && isAsked(asked, others, values);
}
