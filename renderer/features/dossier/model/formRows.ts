import { readableValue } from '#domain/tasks/form/readableValue.ts';
import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';

/** One value of a form as it is read. */
export type FormRow = { readonly id: string; readonly label: string; readonly text: string; readonly personal: boolean; readonly long: boolean };

/** What was filled in, in the order of the fields, under the words of the locale; fields without a value are left out. */
export function formRows(fields: readonly FormField[], values: FormValues, locale: string): FormRow[] {
  const language = locale === 'en' ? 'en' : 'zh-CN';
  return fields.flatMap((field) => {
    const value = values[field.id];
    const { id, personal, kind } = field;
    return value === undefined || value === '' ? [] : [{ id, personal, long: kind === 'longText', label: language === 'en' ? field.nameEn : field.name, text: readableValue(field, value, language) }];
  });
}
