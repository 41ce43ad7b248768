import { useTranslation } from 'react-i18next';
import type { Task } from '#protocol/tasks/tasks.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { StateMark } from '../../../../ui/page/StateMark.tsx';
import { useHall, useLocale } from '../../../hall/index.ts';
import styles from '../Dossier.module.css';

/** Whom the approval waits for, and what they said. Nothing where nobody was asked. */
export function CountersignPart({ task: { countersigns } }: { task: Task }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  return countersigns.length === 0 ? null : (
    <section className={styles.part} data-role="dossier-countersigns">
      <header className={styles.partHead}><h3>{t('dossier.part.countersigns')}</h3></header>
      <ul className={styles.plain}>
        {countersigns.map(({ userId, name, answeredAt, agrees }) => (
          <li key={userId} className={styles.between}>
            <span>{name}</span>
            {answeredAt === null ? <StateMark tone="waiting" text={t('dossier.countersign.waiting')} /> : <StateMark tone={agrees === true ? 'live' : 'waiting'} text={`${t(agrees === true ? 'dossier.countersign.agrees' : 'dossier.countersign.refuses')} ${formatMoment(answeredAt, link.now(), locale)}`} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
