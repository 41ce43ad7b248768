import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../hall/index.ts';
import { formatAmount, formatYuan } from '../../model/forms/money.ts';
import type { Score } from '../../model/scoreboard.ts';
import styles from './Scoreboard.module.css';

/** Figures that steps came to. The exact amount stands behind a rounded one. */
export function Scoreboard({ scores, label }: { scores: readonly Score[]; label: string }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <dl className={styles.scores} aria-label={label} data-role="scoreboard">
      {scores.map(({ counterId, name, nameEn, kind, value }) => (
        <div key={counterId} className={styles.score} data-counter={counterId} data-value={value} data-kind={kind} data-none={value === 0}>
          <dt>{locale === 'en' ? nameEn : name}</dt>
          <dd title={kind === 'amountCents' ? formatYuan(value) : undefined}>{kind === 'amountCents' ? formatAmount(value, locale) : t('operations.pieces', { count: value })}</dd>
        </div>
      ))}
    </dl>
  );
}
