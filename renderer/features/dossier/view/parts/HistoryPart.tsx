import { useTranslation } from 'react-i18next';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { useHall, useHallState, useLocale } from '../../../hall/index.ts';
import { SignatureMark } from '../../../signing/index.ts';
import { historyRows, type HistoryRow } from '../../model/historyRows.ts';
import styles from '../Dossier.module.css';
import type { TaskBook } from '../useTaskBook.ts';
import { FormFacts } from './FormFacts.tsx';
import history from './HistoryPart.module.css';

/** Everything that was done to it: who, for whom, why, when, and signed with what; the latest first. */
export function HistoryPart({ task, book }: { task: Task; book: TaskBook }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const rows = historyRows(task, book.flow, locale);
  return (
    <section className={styles.part} data-role="dossier-history">
      <header className={styles.partHead}><h3>{t('dossier.part.history')}</h3><span className={styles.faint}>{t('dossier.historyCount', { count: rows.length })}</span></header>
      <ol className={history.line}>{rows.map((row) => <Row key={row.index} task={task} book={book} row={row} />)}</ol>
    </section>
  );
}

function Row({ task, book, row: { index, moment, name, into, countOf, formerResult, words } }: { task: Task; book: TaskBook; row: HistoryRow }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const courts = useHallState((state) => state.log.courts);
  const { at, what, side, byName, byUserId, onBehalfOf, courtCode, count, to } = moment;
  const end = side === 'from' || side === 'to' ? task[side] : null;
  const by = end?.kind === 'outside' && byUserId === null ? end.courtName : courtCode === null ? null : courtName(courts, courtCode);
  const beside = 'beside' in name ? name.beside : null;
  const isAlarm = beside === 'due' || beside === 'escalated';
  const title = 'step' in name ? name.step : beside === 'countersigned' ? t(count === 1 ? 'dossier.what.countersigned' : 'dossier.what.countersignRefused') : t(`dossier.what.${name.beside}`);
  return (
    <li className={history.row} data-what={what} data-alarm={isAlarm} data-beside={beside !== null}>
      <p className={history.head}>
        <strong>{title}</strong>
        {into !== null && <span className={history.into}>{into}</span>}
        <SignatureMark task={task} place={index} />
      </p>
      {to !== undefined && <p className={history.words}>{t('dossier.passedTo', { court: shortCourtName(to.courtName) })}</p>}
      {words !== null && <p className={history.words}>{words}</p>}
      {count !== null && beside === 'progressed' && <p className={history.words}>{count}%</p>}
      {count !== null && countOf !== null && <p className={history.words}>{t(`dossier.count.${countOf}`, { count })}</p>}
      {formerResult !== null && <FormFacts fields={book.flow.results} values={formerResult} />}
      <p className={history.by}>
        <span>{side === 'hall' && beside === null ? t('dossier.byItself') : by === null ? '' : `${shortCourtName(by)} `}{byName}{onBehalfOf === null ? '' : ` ${t('dossier.onBehalfOf', { name: onBehalfOf.name })}`}</span>
        <time>{formatMoment(at, link.now(), locale)}</time>
      </p>
    </li>
  );
}
