import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Missing } from '#domain/rules/requirements.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { listOf } from '../../../../../i18n/listOf.ts';
import { ActionButton } from '../../../../command/index.ts';
import { useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { requirementRows, type RequirementRow } from '../../../model/requirementRows.ts';
import { PaperDialog, PersonDialog } from '../dialogs/RequirementDialogs.tsx';
import styles from '../Steps.module.css';

type RequirementsProps = { readonly step: Step; readonly template: StepTemplate; readonly missing: readonly Missing[]; readonly book: RuleBook; readonly at: number; readonly edits: boolean };

/** Paper before action: every document and person that is asked for, there or missing, each with its own way to add it. */
export function Requirements({ step, template, missing, book, at, edits }: RequirementsProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<RequirementRow | null>(null);
  const rows = requirementRows(step, { template, missing, book });
  if (rows.length === 0) {
    return null;
  }
  return (
    <div className={styles.part}>
      <h5 className={styles.partTitle}>{t('steps.requirements')}</h5>
      <ul className={styles.checks}>
        {rows.map((row) => <Requirement key={row.kind === 'paper' ? row.paperIds[0] : row.capacityId} row={row} book={book} at={at} edits={edits} onAdd={() => setAdding(row)} />)}
      </ul>
      {adding?.kind === 'paper' && <PaperDialog step={step} paperIds={adding.paperIds} book={book} at={at} onClose={() => setAdding(null)} />}
      {adding?.kind === 'people' && <PersonDialog step={step} capacityId={adding.capacityId} book={book} at={at} onClose={() => setAdding(null)} />}
    </div>
  );
}

function Requirement({ row, book, at, edits, onAdd }: { row: RequirementRow; book: RuleBook; at: number; edits: boolean; onAdd: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const ids = row.kind === 'paper' ? row.paperIds : [row.capacityId];
  const names = ids.map((id) => {
    const named = row.kind === 'paper' ? rowAt(book.papers, id, at) : rowAt(book.capacities, id, at);
    return named === undefined ? id : rowName(named, locale);
  });
  const name = names.join(t('steps.or'));
  return (
    <li data-met={row.isMet} data-requirement={ids[0]}>
      <span className={styles.tick} aria-label={t(row.isMet ? 'steps.there' : 'steps.missing')}>{row.isMet ? '✓' : '!'}</span>
      <span className={styles.what}>
        {row.kind === 'people' && row.min > 1 ? t('steps.people', { name, have: row.have.length, min: row.min }) : name}
        {row.have.length > 0 && <span className={styles.have}> {listOf(row.have, locale)}</span>}
      </span>
      {edits && <ActionButton size="compact-xs" onClick={onAdd} data-action={row.kind === 'paper' ? 'step.showPaper' : 'step.notePerson'}>{t(row.kind === 'paper' ? 'steps.action.showPaper' : 'steps.action.notePerson')}</ActionButton>}
    </li>
  );
}
