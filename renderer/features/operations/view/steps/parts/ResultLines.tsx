import { useTranslation } from 'react-i18next';
import type { Step } from '#protocol/operations/steps.ts';
import type { ResultValue } from '#protocol/rules/resultValues.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { Facts, type Fact } from '../../../../../ui/page/Detail.tsx';
import { useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { formatYuan } from '../../../model/forms/money.ts';
import styles from '../Steps.module.css';

/** What came of a step, as last corrected. */
export function ResultLines({ step, template }: { step: Step; template: StepTemplate }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const outcome = template.outcomes.find(({ id }) => id === step.outcome);
  const facts: Fact[] = [{ label: t('steps.outcome'), value: outcome === undefined ? (step.outcome ?? '—') : rowName(outcome, locale) }];
  for (const result of template.results) {
    const value = step.results[result.id];
    if (value !== undefined) {
      facts.push({ label: rowName(result, locale), value: <Value value={value} result={result} /> });
    }
  }
  return (
    <div className={styles.part} data-role="results">
      <h5 className={styles.partTitle}>{t('steps.results')}</h5>
      <Facts facts={facts} />
    </div>
  );
}

function Value({ value, result }: { value: ResultValue; result: StepTemplate['results'][number] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  switch (value.kind) {
    case 'count': return <span className={styles.figure}>{value.count}</span>;
    case 'amountCents': return <span className={styles.figure}>{formatYuan(value.amountCents)}</span>;
    case 'choice': {
      const choice = result.choices?.find(({ id }) => id === value.choiceId);
      return <>{choice === undefined ? value.choiceId : rowName(choice, locale)}</>;
    }
    case 'items': return (
      <ul className={styles.items}>
        {value.items.map(({ name, quantity, note }) => <li key={`${name} ${quantity} ${note}`}>{t('steps.itemLine', { name, quantity })}{note === '' ? '' : ` · ${note}`}</li>)}
      </ul>
    );
  }
}
