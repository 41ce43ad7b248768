import { Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { newItem, type ItemDraft, type ResultDraft } from '../../../model/forms/resultForm.ts';
import styles from '../Steps.module.css';

type Result = StepTemplate['results'][number];
type ResultFieldsProps = {
  readonly template: StepTemplate;
  readonly draft: ResultDraft;
  /** Fields that hold what is no value. */
  readonly faults: ReadonlySet<string>;
  /** Fields that must not stay empty. */
  readonly required: ReadonlySet<string>;
  readonly onChange: (draft: ResultDraft) => void;
};

/** A field for each result of the template, after its kind. */
export function ResultFields({ template, draft, faults, required, onChange }: ResultFieldsProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const setText = (id: string, text: string) => onChange({ ...draft, texts: { ...draft.texts, [id]: text } });
  const fault = ({ id, kind }: Result) => (faults.has(id) ? t(`steps.fault.${kind === 'amountCents' ? 'amount' : kind === 'items' ? 'items' : 'count'}`) : required.has(id) ? t('steps.fault.required') : undefined);
  return template.results.map((result) => {
    const label = rowName(result, locale);
    if (result.kind === 'items') {
      return <ItemFields key={result.id} label={label} fault={fault(result)} items={draft.items[result.id] ?? []} onChange={(items) => onChange({ ...draft, items: { ...draft.items, [result.id]: items } })} />;
    }
    if (result.kind === 'choice') {
      return <Select key={result.id} size="xs" label={label} clearable value={draft.texts[result.id] === '' ? null : (draft.texts[result.id] ?? null)} error={fault(result)} onChange={(value) => setText(result.id, value ?? '')} data={(result.choices ?? []).map((choice) => ({ value: choice.id, label: rowName(choice, locale) }))} comboboxProps={{ transitionProps: { duration: 0 } }} />;
    }
    return (
      <TextInput
        key={result.id}
        size="xs"
        inputMode="decimal"
        label={label}
        value={draft.texts[result.id] ?? ''}
        error={fault(result)}
        data-result={result.id}
        {...(result.kind === 'amountCents' && { leftSection: '￥', placeholder: t('steps.amountHint') })}
        onChange={(event) => setText(result.id, event.currentTarget.value)}
      />
    );
  });
}

/** A list of things (清单). */
function ItemFields({ label, fault, items, onChange }: { label: string; fault: string | undefined; items: readonly ItemDraft[]; onChange: (items: readonly ItemDraft[]) => void }) {
  const { t } = useTranslation();
  const edit = (key: number, more: Partial<ItemDraft>) => onChange(items.map((item) => (item.key === key ? { ...item, ...more } : item)));
  return (
    <fieldset className={styles.itemFields}>
      <legend>{label}</legend>
      {items.map((item) => (
        <div key={item.key} className={styles.itemField}>
          <TextInput size="xs" aria-label={t('steps.itemName')} placeholder={t('steps.itemName')} value={item.name} maxLength={200} onChange={(event) => edit(item.key, { name: event.currentTarget.value })} />
          <TextInput size="xs" inputMode="numeric" aria-label={t('steps.quantity')} placeholder={t('steps.quantity')} value={item.quantity} maxLength={7} onChange={(event) => edit(item.key, { quantity: event.currentTarget.value })} />
          <TextInput size="xs" aria-label={t('steps.itemNote')} placeholder={t('steps.itemNote')} value={item.note} maxLength={500} onChange={(event) => edit(item.key, { note: event.currentTarget.value })} />
          <Button size="compact-xs" variant="subtle" aria-label={t('steps.removeItem')} onClick={() => onChange(items.filter(({ key }) => key !== item.key))}>×</Button>
        </div>
      ))}
      <Button size="compact-xs" variant="default" onClick={() => onChange([...items, newItem(items)])}>{t('steps.addItem')}</Button>
      {fault !== undefined && <p className={styles.warning}>{fault}</p>}
    </fieldset>
  );
}
