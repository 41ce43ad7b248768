import type { TFunction } from 'i18next';
import type { FormFault } from '#domain/tasks/form/formFaults.ts';

/** What is wrong with a field of a task's form, in a clerk's words: it stands under the field. */
export function formFaultSentence(t: TFunction, { code, params }: Pick<FormFault, 'code' | 'params'>, locale: string): string {
  const { after = '', afterEn = '' } = params;
  return t(`taskForm.faults.${code}`, { replace: { ...params, after: locale === 'en' ? afterEn : after } });
}
