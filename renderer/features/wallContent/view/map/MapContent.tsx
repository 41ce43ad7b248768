import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { unitId } from '#protocol/nouns/ids.ts';
import { useHall, useHallState, useSession } from '../../../hall/index.ts';
import { useHallContent, WallMap } from '../../../map/index.ts';
import type { DrawnContent } from '../../model/drawnContent.ts';
import { mapFrame } from '../../model/mapFrame.ts';
import { createMapSeats, isSeated, MAX_MAPS } from '../../model/mapSeats.ts';
import styles from '../Content.module.css';
import { NotUnderWay } from '../EmptyContent.tsx';

type MapTile = Extract<DrawnContent, { kind: 'map' }>;

/** One process draws all maps of a window, and its pop-outs' too. */
const seats = createMapSeats();

/** The hall's map with a camera of its own. */
export function MapContent({ content }: { content: MapTile }) {
  const { t } = useTranslation();
  const seated = useMapSeat();
  return seated === false ? (
    <NotUnderWay name={t('map.title')} title={t('wallContent.map.tooMany', { count: MAX_MAPS })} hint={t('wallContent.map.tooManyHint')} />
  ) : (
    <div className={styles.map}>{seated && <FramedMap content={content} />}</div>
  );
}

function useMapSeat(): boolean | null {
  const [who] = useState(() => Symbol('map'));
  useEffect(() => seats.take(who), [who]);
  return useStore(seats.state, (line) => isSeated(line, who));
}

function FramedMap({ content }: { content: MapTile }) {
  const { telemetry, context, host, replica } = useHall();
  const { courtCode } = useSession().court;
  const shown = useHallContent();
  const courts = useHallState((state) => state.log.courts);
  const operations = useHallState((state) => state.log.operations);
  const frame = useMemo(() => mapFrame(content, { courts: courts.values(), operations, courtCode }), [content, courts, operations, courtCode]);
  const kindOf = useCallback((id: string) => replica.state.getState().units.get(unitId.parse(id))?.kind ?? 'phone', [replica]);
  return (
    <WallMap
      units={telemetry}
      trails={telemetry.trails}
      kindOf={kindOf}
      content={shown}
      chosenOperation={content.operationId}
      frame={frame}
      streetsUrl={context.streetsUrl ?? undefined}
      onError={(error) => host.log('warn', `map: ${error instanceof Error ? error.message : String(error)}`)}
    />
  );
}
