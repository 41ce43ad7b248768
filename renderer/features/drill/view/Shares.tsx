import { useTranslation } from 'react-i18next';
import type { DrillReport, Mark } from '#protocol/scenario/score.ts';
import { round } from '../model/reportFile.ts';
import styles from './Drill.module.css';

type Share = { readonly points: number; readonly weight: number; readonly met: number; readonly of: number };

/** The same by court, by role and by person. */
export function Shares({ report, court }: { readonly report: DrillReport; readonly court: (courtCode: Mark['courtCode']) => string }) {
  const { t } = useTranslation();
  const groups = [
    { key: 'byCourt' as const, rows: report.byCourt.map((one) => ({ name: court(one.courtCode), share: one, reactionMs: null })) },
    { key: 'byRole' as const, rows: report.byRole.map((one) => ({ name: one.role === null ? t('drill.noRole') : t(`roles.${one.role}`), share: one, reactionMs: null })) },
    { key: 'byPerson' as const, rows: report.byPerson.map((one) => ({ name: one.name, share: one, reactionMs: one.meanReactionMs })) },
  ];
  return groups.filter(({ rows }) => rows.length > 0).map(({ key, rows }) => (
    <table key={key} className={styles.table} data-role={`drill-${key}`}>
      <thead>
        <tr>
          <th scope="col">{t(`drill.${key}`)}</th>
          <th scope="col">{t('drill.head.pointsHead')}</th>
          <th scope="col">{t('drill.inTime')}</th>
          {key === 'byPerson' && <th scope="col">{t('drill.meanReaction')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, share, reactionMs }) => <ShareRow key={name} name={name} share={share} reactionMs={reactionMs} />)}
      </tbody>
    </table>
  ));
}

function ShareRow({ name, share, reactionMs }: { readonly name: string; readonly share: Share; readonly reactionMs: number | null }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td>{name}</td>
      <td className={styles.figure}>{round(share.points)} / {share.weight}</td>
      <td className={styles.figure}>{share.met} / {share.of}</td>
      {reactionMs !== null && <td className={styles.figure}>{t('drill.seconds', { count: Math.round(reactionMs / 1_000) })}</td>}
    </tr>
  );
}
