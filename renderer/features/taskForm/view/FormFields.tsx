import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormField } from '#protocol/tasks/flows.ts';
import { isAsked } from '#domain/tasks/form/isAsked.ts';
import type { FormFault } from '#domain/tasks/form/formFaults.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { useLocale } from '../../hall/index.ts';
import styles from './TaskForm.module.css';
import { useRemark } from './useRemark.tsx';

export type FormFieldsProps = {
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  readonly faults: readonly FormFault[];
  readonly onChange: (values: FormValues) => void;
};

/** The fields of a form that are shown with what is filled in, two in a row where they are short. */
export function FormFields({ fields, values, faults, onChange }: FormFieldsProps) {
  const shown = fields.filter((field) => isAsked(field, fields, values));
  return (
    <div className={styles.fields}>
      {shown.map((field) => (
        <div key={field.id} className={styles.field} data-wide={field.kind === 'longText' || field.kind === 'address'} data-field={field.id}>
          <OneField field={field} value={values[field.id]} fault={faults.find((fault) => fault.field === field.id)} onChange={(value) => onChange({ ...values, [field.id]: value })} />
        </div>
      ))}
    </div>
  );
}

type OneFieldProps = { readonly field: FormField; readonly value: FormValues[string] | undefined; readonly fault: FormFault | undefined; readonly onChange: (value: FormValues[string]) => void };

function OneField({ field, value, fault, onChange }: OneFieldProps) {
  const { t } = useTranslation();
  const chinese = useLocale().startsWith('zh');
  const { kind, required, maxLength, min, max, choices, hint } = field;
  const remark = useRemark(field, String(value ?? ''));
  const said = {
    size: 'xs',
    label: chinese ? field.name : field.nameEn,
    withAsterisk: required,
    error: fault === undefined ? undefined : t(`taskForm.faults.${fault.code}`, wordsOf(fault, chinese)),
    description: remark === null ? hint : <>{hint} {remark}</>,
    'aria-label': chinese ? field.name : field.nameEn,
  } as const;
  switch (kind) {
    case 'longText': return <Textarea {...said} value={String(value ?? '')} maxLength={maxLength ?? 4_000} autosize minRows={2} maxRows={8} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'number':
    case 'money': return <NumberInput {...said} value={typeof value === 'number' ? value : ''} hideControls thousandSeparator={kind === 'money' ? ',' : ''} decimalScale={kind === 'money' ? 2 : 4} prefix={kind === 'money' ? '￥' : ''} {...(min === undefined ? {} : { min })} {...(max === undefined ? {} : { max })} clampBehavior="none" onChange={(changed) => onChange(typeof changed === 'number' ? changed : '')} />;
    case 'choice': return <Select {...said} value={typeof value === 'string' ? value : null} data={choices.map(({ id, name, nameEn }) => ({ value: id, label: chinese ? name : nameEn }))} comboboxProps={{ transitionProps: { duration: 0 } }} onChange={(changed) => onChange(changed ?? '')} />;
    case 'yesNo': return <Checkbox size="xs" className={styles.check ?? ''} label={said.label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'date': return <TextInput {...said} type="date" max="2999-12-31" value={String(value ?? '')} onChange={(event) => onChange(event.currentTarget.value)} />;
    default: return <TextInput {...said} value={String(value ?? '')} maxLength={maxLength ?? 200} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

/** The English words of a fault call a field by its English name. */
function wordsOf({ params }: FormFault, chinese: boolean): Record<string, string | number> {
  return { ...params, ...(!chinese && params['afterEn'] !== undefined ? { after: params['afterEn'] } : {}) };
}
