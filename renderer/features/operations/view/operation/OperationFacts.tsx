import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { Facts, type Fact } from '../../../../ui/page/Detail.tsx';
import { useHall, useHallState, useLocale } from '../../../hall/index.ts';
import { useSelection } from '../../../selection/index.ts';
import styles from '../Operations.module.css';

/** Where, when, which cases, for which campaign; the place can be looked at on the map. */
export function OperationFacts({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const selection = useSelection();
  const courts = useHallState((state) => state.log.courts);
  const campaign = useHallState((state) => (operation.campaignId === null ? undefined : state.log.campaigns.get(operation.campaignId)));
  const { place, caseNumbers } = operation;
  const last = operation.stages.at(-1);
  const facts: (Fact | null)[] = [
    { label: t('operations.facts.court'), value: courtName(courts, operation.courtCode) },
    campaign === undefined ? null : { label: t('operations.campaign'), value: campaign.name },
    { label: t('operations.facts.period'), value: <span className={styles.figures}>{formatMoment(operation.plannedFrom, link.now(), locale)} – {formatMoment(operation.plannedTo, link.now(), locale)}</span> },
    {
      label: t('operations.facts.place'),
      value: (
        <>
          {place.name === '' && place.position === null ? t('operations.noPlace') : place.name}{' '}
          {place.position !== null && <button type="button" className={styles.link} title={formatPosition([place.position.longitudeDeg, place.position.latitudeDeg])} onClick={() => selection.show({ kind: 'operation', id: operation.operationId })}>{t('operations.showOnMap')}</button>}
        </>
      ),
    },
    { label: t('operations.facts.cases', { count: caseNumbers.length }), value: caseNumbers.length === 0 ? t('operations.noCases') : <ul className={styles.cases}>{caseNumbers.map((caseNumber) => <li key={caseNumber}>{caseNumber}</li>)}</ul> },
    operation.note === '' ? null : { label: t('operations.facts.note'), value: operation.note },
    last === undefined || last.reason === null ? null : { label: t(`operations.state.${last.state}`), value: last.reason },
  ];
  return <div className={styles.part}><Facts facts={facts.filter((fact) => fact !== null)} /></div>;
}
