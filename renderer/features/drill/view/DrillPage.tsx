import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrillId } from '#protocol/nouns/ids.ts';
import type { Drill } from '#protocol/scenario/drills.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { Workbench } from '../../../ui/page/Workbench.tsx';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { ClockDesk } from './ClockDesk.tsx';
import { DrillReportView } from './DrillReportView.tsx';
import { RunningDrill } from './RunningDrill.tsx';
import styles from './Drill.module.css';

/** For whoever leads exercises: the one that is played, its clock, and how earlier ones went. */
export function DrillPage() {
  const { t } = useTranslation();
  const drills = useHallState((state) => state.log.drills);
  const synced = useHallState((state) => state.synced);
  const [chosenId, setChosenId] = useState<DrillId | null>(null);
  const { running, over } = useMemo(() => {
    const all = [...drills.values()].toSorted((left, right) => right.startedIn - left.startedIn);
    return { running: all.find(({ ended }) => ended === null), over: all.filter(({ ended }) => ended !== null) };
  }, [drills]);
  const chosen = over.find(({ drillId }) => drillId === chosenId) ?? over[0];
  return (
    <Workbench
      tools={<ClockDesk />}
      fresh={synced}
      side={
        <div className={styles.pane} data-role="drill-list">
          {over.length === 0 ? <EmptyNote title={t('drill.noneOver')} hint={t('drill.noneOverHint')} /> : over.map((drill) => (
            <DrillRow key={drill.drillId} drill={drill} chosen={drill.drillId === chosen?.drillId} onChoose={() => setChosenId(drill.drillId)} />
          ))}
        </div>
      }
    >
      <div className={styles.pane} data-role="drill-page">
        {running === undefined
          ? <EmptyNote title={t('drill.none')} hint={t('drill.noneHint')} />
          : <RunningDrill drill={running} />}
        {chosen !== undefined && <DrillReportView key={chosen.drillId} drill={chosen} />}
      </div>
    </Workbench>
  );
}

function DrillRow({ drill, chosen, onChoose }: { readonly drill: Drill; readonly chosen: boolean; readonly onChoose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  return (
    <button type="button" className={styles.row} aria-pressed={chosen} data-drill={drill.drillId} onClick={onChoose}>
      <span>{locale === 'en' ? drill.titleEn : drill.title}</span>
      <span className={styles.score}>{t('drill.points', { count: drill.ended?.result.total ?? 0 })}</span>
      <span className={styles.when}>{formatMoment(drill.startedAt, link.now(), locale)}</span>
      <span className={styles.when}>{drill.startedBy}</span>
    </button>
  );
}
