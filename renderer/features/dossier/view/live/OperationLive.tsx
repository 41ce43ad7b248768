import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { OperationId, UnitId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { VideoTile } from '../../../feedTile/index.ts';
import { feedOfUnit, isFeedLive, useCapability, useHallState } from '../../../hall/index.ts';
import styles from '../Dossier.module.css';
import live from './OperationLive.module.css';

// The map is most of the program: it is fetched when a dossier with a running operation is opened.
const OperationMap = lazy(async () => ({ default: (await import('./OperationMap.tsx')).OperationMap }));

const MOST_TILES = 4;

/** The operation that the task belongs to, while it runs: who is there, what they send, and where. Nothing where there is none. */
export function OperationLive({ operationId }: { operationId: OperationId }) {
  const operation = useHallState((state) => state.log.operations.get(operationId));
  return operation === undefined ? null : <Live operation={operation} />;
}

function Live({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const mayWatch = useCapability('media.view');
  const mayFollow = useCapability('telemetry.follow');
  const unitIds = useMemo(() => operation.teams.flatMap((team) => team.unitIds), [operation.teams]);
  const runs = !isOver(operation);
  return (
    <section className={styles.part} data-role="dossier-operation" data-runs={runs}>
      <header className={styles.partHead}><h3>{t('dossier.part.operation')}</h3><span className={styles.faint}>{t(`operations.state.${operation.state}`)}</span></header>
      <p className={live.title}>{operation.title}</p>
      {runs && mayWatch && <Tiles unitIds={unitIds} />}
      {runs && mayFollow && <Suspense fallback={<div className={live.map} />}><OperationMap operation={operation} unitIds={unitIds} className={live.map} /></Suspense>}
    </section>
  );
}

function Tiles({ unitIds }: { unitIds: readonly UnitId[] }) {
  const { t } = useTranslation();
  const feeds = useHallState((state) => state.feeds);
  const shown = useMemo(() => unitIds.flatMap((unitId) => feedOfUnit(feeds, unitId) ?? []).filter(isFeedLive).slice(0, MOST_TILES), [unitIds, feeds]);
  return shown.length === 0 ? <p className={styles.faint}>{t('dossier.noFeeds')}</p> : (
    <div className={live.tiles} data-count={shown.length}>
      {shown.map(({ feedId }, index) => <VideoTile key={feedId} tileKey={`dossier-${index}`} feedId={feedId} scale="desk" density="brief" />)}
    </div>
  );
}
