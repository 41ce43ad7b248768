import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { readCaseLines, type CaseLineOptions } from '../../model/forms/caseLines.ts';
import styles from '../Operations.module.css';

const SHOWN = 4;

/** Case numbers, one a line; what is wrong with a line is said while it is typed. */
export function CaseField({ value, options, onChange }: { value: string; options: CaseLineOptions; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const lines = readCaseLines(value, options);
  const wrong = [...new Map(lines.flatMap((line) => ('fault' in line ? [[line.text, line] as const] : []))).values()];
  return (
    <div>
      <Textarea
        size="xs"
        label={t('operations.facts.cases', { count: lines.length })}
        description={t('operations.plan.casesHint')}
        value={value}
        autosize
        minRows={2}
        maxRows={8}
        error={wrong.length > 0}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {wrong.length > 0 && (
        <ul className={styles.faults} role="status">
          {wrong.slice(0, SHOWN).map((line) => <li key={line.text}>{t('operations.plan.caseFault', { text: line.text, fault: t(`operations.plan.caseFaults.${line.fault}`) })}</li>)}
          {wrong.length > SHOWN && <li>{t('operations.plan.moreFaults', { count: wrong.length - SHOWN })}</li>}
        </ul>
      )}
    </div>
  );
}
