import { useTranslation } from 'react-i18next';
import type { Unit } from '#protocol/nouns/units.ts';
import { formatMoment, formatRoughAge } from '../../../i18n/beijingTime.ts';
import { useCapability, useHall, useHallState, useLocale, useTick, useUnitVitals } from '../../hall/index.ts';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import { InstructButton } from '../../instructions/index.ts';
import { useSelectionState } from '../../selection/index.ts';
import styles from './UnitCard.module.css';

/** What is known of the chosen unit; nothing while none is chosen. */
export function UnitCard() {
  const unitId = useSelectionState((state) => state.unitId);
  const unit = useHallState((state) => (unitId === null ? undefined : state.units.get(unitId)));
  return unit === undefined ? null : <Card unit={unit} />;
}

function Card({ unit }: { unit: Unit }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { batteryPercent, signalBars, agedSinceAt } = useUnitVitals(unit.unitId);
  const now = useTick();
  const age = agedSinceAt === null ? '' : ` · ${t('units.lastSeen', { age: formatRoughAge(now - agedSinceAt, locale) })}`;
  const located = useCapability('telemetry.follow');
  const vitals: [string, string][] = [
    [t('units.batteryTitle'), batteryPercent === null ? t('units.unknown') : `${batteryPercent}%${age}`],
    [t('units.signalTitle'), signalBars === null ? t('units.unknown') : `${t('units.signalValue', { bars: signalBars })}${age}`],
  ];
  const rows: [string, string][] = [
    [t('units.team'), `${unit.teamName} · ${t(`units.kind.${unit.kind}`)}`],
    [t('units.court'), unit.courtName],
    ...(located ? vitals : []),
  ];
  return (
    <section className={styles.card} aria-label={t('units.details')}>
      <h3 className={styles.name}>{unit.name}</h3>
      <dl className={styles.rows}>
        {rows.map(([title, value]) => (
          <div key={title} className={styles.row}><dt>{title}</dt><dd>{value}</dd></div>
        ))}
        <div className={styles.row}><dt>{t('units.state')}</dt><dd><Presence unit={unit} /></dd></div>
        {located && <Motion unitId={unit.unitId} />}
      </dl>
      <div className={styles.actions}><InstructButton begin={{ unitIds: [unit.unitId] }} /></div>
    </section>
  );
}

function Presence({ unit }: { unit: Unit }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const synced = useHallState((state) => state.synced);
  const syncedAt = useHallState((state) => state.syncedAt);
  if (unit.online) {
    // Away from the hall, presence is only what it was.
    const asOf = synced || syncedAt === null ? '' : ` · ${t('connection.lastSyncedAt', { time: formatMoment(syncedAt, link.now(), locale) })}`;
    return `${t('units.online')}${asOf}`;
  }
  const lastSeen = unit.lastSeenAt === null ? t('units.neverSeen') : t('units.lastSeenAt', { time: formatMoment(unit.lastSeenAt, link.now(), locale) });
  return `${t('units.offline')} · ${lastSeen}`;
}

/** Read from the columns once a second. */
function Motion({ unitId }: { unitId: string }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { telemetry } = useHall();
  const now = useTick();
  const row = telemetry.rowOf(unitId);
  const receivedAt = row === undefined ? 0 : (telemetry.receivedAt[row] ?? 0);
  if (row === undefined || receivedAt === 0) {
    return <div className={styles.row}><dt>{t('units.position')}</dt><dd>{t('units.noPosition')}</dd></div>;
  }
  const position = formatPosition([telemetry.longitudes[row] ?? 0, telemetry.latitudes[row] ?? 0]);
  const age = t('units.fixAge', { age: formatRoughAge(now - receivedAt, locale) });
  return (
    <>
      <div className={styles.row}><dt>{t('units.speed')}</dt><dd>{t('units.speedValue', { speed: Math.round((telemetry.speedsMps[row] ?? 0) * 3.6) })}</dd></div>
      <div className={`${styles.row} ${styles.wide}`}><dt>{t('units.position')}</dt><dd>{position} · WGS-84 · {age}</dd></div>
    </>
  );
}
