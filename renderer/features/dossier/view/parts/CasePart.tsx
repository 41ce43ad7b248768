import { useTranslation } from 'react-i18next';
import { parseCaseNumber } from '#domain/cases/caseNumber.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { useHall, useHallState, useLocale } from '../../../hall/index.ts';
import styles from '../Dossier.module.css';
import type { TaskBook } from '../useTaskBook.ts';

/** The case it is about, and who asks. */
export function CasePart({ task, book }: { task: Task; book: TaskBook }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const courts = useHallState((state) => state.log.courts);
  const read = task.caseNumber === null ? null : parseCaseNumber(task.caseNumber, { at: task.createdAt, caseTypes: book.book.caseTypes });
  const parsed = read === null || 'fault' in read ? null : read;
  const type = book.book.caseTypes.find(({ code }) => code === parsed?.type);
  const known = parsed !== null && courts.has(parsed.courtCode as CourtCode) ? courtName(courts, parsed.courtCode as CourtCode) : null;
  const now = link.now();
  const facts: [string, string | null][] = [
    [t('dossier.case.number'), task.caseNumber],
    [t('dossier.case.court'), known],
    [t('dossier.case.type'), type === undefined ? null : locale === 'en' ? type.nameEn : type.name],
    [t('dossier.case.author'), task.author?.name ?? null],
    [t('dossier.case.contact'), task.contact || null],
    [t('dossier.case.limit'), task.limitDays === null ? null : task.extraDays === 0 ? t('dossier.case.days', { count: task.limitDays }) : t('dossier.case.daysMore', { count: task.limitDays, extra: task.extraDays })],
    [t('dossier.case.createdAt'), formatMoment(task.createdAt, now, locale)],
  ];
  return (
    <section className={styles.part} data-role="dossier-case">
      <header className={styles.partHead}><h3>{t('dossier.part.case')}</h3></header>
      <dl className={styles.facts}>
        {facts.flatMap(([label, value]) => (value === null ? [] : [<div key={label}><dt>{label}</dt><dd>{value}</dd></div>]))}
      </dl>
    </section>
  );
}
