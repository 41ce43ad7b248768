import { useTranslation } from 'react-i18next';
import { TileBoardProvider } from '../../features/diagnostics/index.ts';
import { ExerciseBar } from '../../features/exercise/index.ts';
import { WallAlarmBar } from '../../features/tileAlarm/index.ts';
import { feedOfUnit, IdentifyOverlay, useHall, useHallState, useLinkState, useLocale, useTick } from '../../features/hall/index.ts';
import { useVisit, VisitWall } from '../../features/visit/index.ts';
import { formatAge, formatMoment } from '../../i18n/beijingTime.ts';
import { errorSentence } from '../../i18n/errorSentence.ts';
import { IdentifyPlace } from './IdentifyPlace.tsx';
import { isTaken } from './stage/sceneOf.ts';
import { StandbyPicture } from './StandbyPicture.tsx';
import { useIdleCursor } from './useIdleCursor.ts';
import { usePointedUnit } from './usePointedUnit.ts';
import { useTellScreen } from './useTellScreen.ts';
import { WallGrid } from './WallGrid.tsx';
import { wallStage, type WallStage } from './wallStage.ts';
import styles from './WallApp.module.css';

export function WallApp() {
  const { context, host } = useHall();
  const root = useIdleCursor();
  useTellScreen(root);
  const slot = useHallState((state) => (context.slotId === null ? undefined : state.wall.get(context.slotId)));
  const taken = useHallState(({ wall, log, feeds }) => slot !== undefined && isTaken({ slot, wall, alarms: log.alarms, feedOf: (unitId) => feedOfUnit(feeds, unitId)?.feedId ?? null }));
  const everSynced = useHallState((state) => state.syncedAt !== null);
  const phase = useLinkState((state) => state.phase);
  const error = useLinkState((state) => state.error);
  const pointed = usePointedUnit();
  const visited = useVisit() !== null;
  const stage = wallStage({ phase, error, everSynced, hasSlotId: context.slotId !== null, slot, taken, visited });
  return (
    <TileBoardProvider>
      <div ref={root} className={styles.wall} data-stage={stage} data-slot-id={context.slotId ?? ''}>
        {slot !== undefined && (stage === 'grid' || stage === 'gridOutOfReach') ? (
          <>
            <WallGrid slotId={slot.slotId} pointed={pointed} />
            {stage === 'gridOutOfReach' ? <OutOfReachBanner /> : <WallAlarmBar />}
          </>
        ) : (
          <WholeWall stage={stage} />
        )}
        {stage !== 'visit' && stage !== 'blank' && <ExerciseBar seat="wall" />}
        <IdentifyPlace />
        <IdentifyOverlay host={host} />
      </div>
    </TileBoardProvider>
  );
}

function OutOfReachBanner() {
  const { t } = useTranslation();
  const locale = useLocale();
  const sinceAt = useLinkState((state) => state.sinceAt);
  const now = useTick();
  return <div className={styles.banner} role="status">{t('wall.unreachableBanner', { age: formatAge(now - sinceAt, locale) })}</div>;
}

function WholeWall({ stage }: { stage: WallStage }) {
  const { t } = useTranslation();
  const error = useLinkState((state) => state.error);
  switch (stage) {
    case 'unassigned':
      return <StandbyPicture title={t('wall.unassignedTitle')} lines={[t('wall.unassignedHint')]} />;
    case 'refused':
      return <StandbyPicture title={t('wall.refusedTitle')} lines={[errorSentence(t, error ?? 'internal')]} />;
    case 'enrolmentEnded':
      return <StandbyPicture title={t('wall.enrolmentEndedTitle')} lines={[t('wall.enrolmentEndedHint')]} />;
    case 'unreachable':
      return <Unreachable />;
    case 'connecting':
      return <StandbyPicture title={t('wall.connectingTitle')} lines={[]} />;
    case 'visit':
      return <VisitWall />;
    case 'blank':
      return <div className={styles.blank} data-role="blank" />;
    case 'standby':
    case 'grid':
    case 'gridOutOfReach':
      return <StandbyPicture title={t('wall.standbyTitle')} lines={[t('wall.standbyHint')]} clock />;
  }
}

function Unreachable() {
  const { t } = useTranslation();
  const locale = useLocale();
  const sinceAt = useLinkState((state) => state.sinceAt);
  const now = useTick();
  return (
    <StandbyPicture
      title={t('wall.unreachableTitle')}
      lines={[t('wall.unreachableSince', { time: formatMoment(sinceAt, now, locale), age: formatAge(now - sinceAt, locale) }), t('wall.unreachableHint')]}
    />
  );
}
