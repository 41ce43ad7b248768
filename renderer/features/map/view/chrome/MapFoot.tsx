import { Tooltip } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { convertDatum } from '#domain/geodesy/datum.ts';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import type { Datum } from '#protocol/telemetry/frames.ts';
import { nextReadoutDatum } from '../../model/readout.ts';
import { scaleBarFor } from '../../model/scaleBar.ts';
import type { HallMap, PointerPlace } from '../hallMap.ts';
import styles from './chrome.module.css';

const SCALE_MAX_PX = 120;

/**
 * Coordinates under the pointer; the last ones stay when it leaves, to be read out or seen in another datum. They
 * change with every movement, so they are written past React.
 */
function PointerReadout({ map }: { readonly map: HallMap }) {
  const { t } = useTranslation();
  const [datum, setDatum] = useState<Datum>('WGS-84');
  const text = useRef<HTMLSpanElement>(null);
  const last = useRef<PointerPlace | null>(null);
  const idle = t('map.noPointer');
  useEffect(() => {
    const write = (place: PointerPlace | null): void => {
      last.current = place;
      if (text.current) {
        const at = place && formatPosition(convertDatum(place.position, { from: 'WGS-84', to: datum }));
        text.current.textContent = place ? `${at}  ${place.prefecture}${place.county}` : idle;
      }
    };
    write(last.current);
    return map.onPointer(write);
  }, [map, datum, idle]);
  const label = t('map.datum', { datum });
  return (
    <div className={`${styles.plate} ${styles.readout}`}>
      <Tooltip label={label}>
        <button type="button" className={styles.datum} aria-label={label} onClick={() => setDatum(nextReadoutDatum(datum))}>
          {datum}
        </button>
      </Tooltip>
      <span ref={text} data-map-readout />
    </div>
  );
}

function ScaleBar({ map }: { readonly map: HallMap }) {
  const { t } = useTranslation();
  const text = useRef<HTMLSpanElement>(null);
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (): void => {
      const { distanceM, widthPx } = scaleBarFor({ ...map.camera(), maxWidthPx: SCALE_MAX_PX });
      if (text.current && line.current) {
        text.current.textContent =
          distanceM >= 1000 ? t('map.kilometres', { distance: distanceM / 1000 }) : t('map.metres', { distance: distanceM });
        line.current.style.width = `${widthPx.toFixed(1)}px`;
      }
    };
    write();
    return map.onCamera(write);
  }, [map, t]);
  return (
    <div className={`${styles.plate} ${styles.scale}`}>
      <span ref={text} />
      <span ref={line} className={styles.scaleLine} />
    </div>
  );
}

type MapFootProps = {
  readonly map: HallMap;
  readonly approvalNumber: string | undefined;
  /** False on a wall, where nobody points. */
  readonly hasPointer: boolean;
};

/** Scale, coordinates and whether the map may be shown in public. */
export function MapFoot({ map, approvalNumber, hasPointer }: MapFootProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.foot}>
      <ScaleBar map={map} />
      {hasPointer && <PointerReadout map={map} />}
      <span className={`${styles.plate} ${styles.approval}`}>
        {approvalNumber ? t('map.approval', { number: approvalNumber }) : t('map.internal')}
      </span>
    </div>
  );
}
