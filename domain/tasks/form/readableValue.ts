import type { FormField } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';

/** As people read it: ￥1,234,567.89, 2018年7月9日, the name of a choice. A masked value stays as it is. */
export function readableValue({ kind, choices }: Pick<FormField, 'kind' | 'choices'>, value: FormValues[string], language: 'zh-CN' | 'en' = 'zh-CN'): string {
  const english = language === 'en';
  switch (typeof value) {
    case 'number': return kind === 'money' ? `￥${grouped(value.toFixed(2))}` : grouped(String(value));
    case 'boolean': return value ? (english ? 'Yes' : '是') : (english ? 'No' : '否');
    default: {
      if (kind === 'choice') {
        const choice = choices.find(({ id }) => id === value);
        return (english ? choice?.nameEn : choice?.name) ?? value;
      }
      return kind === 'date' && !english ? value.replace(/^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$/u, '$1年$2月$3日') : value;
    }
  }
}

function grouped(digits: string): string {
  const [whole = '', rest] = digits.split('.');
  return `${whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/gu, ',')}${rest === undefined ? '' : `.${rest}`}`;
}
