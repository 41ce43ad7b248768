import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, DraftStep } from '../../model/tools/draft.ts';
import { draftRadiusM } from '../../model/tools/draft.ts';
import { pathLengthM, ringAreaM2 } from '../../model/tools/measure.ts';
import { ringFault } from '../../model/tools/ring.ts';
import { useAreaText, useDistanceText } from '../useDistanceText.ts';
import styles from './tools.module.css';

type DraftBarProps = { readonly draft: Draft; readonly onStep: (step: DraftStep) => void; readonly onSubmit: () => void; readonly onCancel: () => void };

/** What the tool has so far, what comes next, and the same acts as the keys. */
export function DraftBar({ draft, onStep, onSubmit, onCancel }: DraftBarProps) {
  const { t } = useTranslation();
  const distanceText = useDistanceText();
  const areaText = useAreaText();
  const [radius, setRadius] = useState('');
  const { tool, points, closed, ended, fenceId } = draft;
  const measures = tool === 'measure';
  const fault = closed && !measures ? ringFault(points) : null;
  const radiusM = draftRadiusM(draft);
  const typedRadiusM = Number(radius);
  const title = measures ? t('map.tools.measure') : fenceId !== null ? t('map.tools.editFence') : tool === 'circle' ? t('map.tools.circle') : t('map.tools.fence');
  const next = (): string => {
    if (measures) {
      return ended || closed ? t('map.tools.measured') : t('map.tools.measuring');
    }
    if (closed) {
      return t('map.tools.adjusting');
    }
    return tool === 'circle' ? t(points.length === 0 ? 'map.tools.circleCentre' : 'map.tools.circleRadius') : t('map.tools.fencing');
  };
  return (
    <div className={styles.bar} role="group" aria-label={title} data-map-tool={tool}>
      <strong>{title}</strong>
      {points.length > 1 && <span className={styles.figure}>{t(closed ? 'map.tools.perimeter' : 'map.tools.length', { length: distanceText(pathLengthM(points, closed)) })}</span>}
      {closed && <span className={styles.figure}>{t('map.tools.area', { area: areaText(ringAreaM2(points)) })}</span>}
      {radiusM !== null && (
        <form
          className={styles.radius}
          onSubmit={(event) => {
            event.preventDefault();
            onStep({ step: 'radius', radiusM: typedRadiusM });
          }}
        >
          <label>
            {t('map.tools.radius')}
            <input
              type="number"
              min={5}
              max={200_000}
              step={5}
              value={radius}
              onChange={(event) => setRadius(event.currentTarget.value)}
              onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
            />
          </label>
          <Button type="submit" size="compact-xs" variant="default" disabled={!(typedRadiusM >= 5)}>
            {t('map.tools.draw')}
          </Button>
        </form>
      )}
      {fault ? <span className={styles.fault} role="alert">{t(`map.tools.faults.${fault}`)}</span> : <span className={styles.next} role="status">{next()}</span>}
      <span className={styles.acts}>
        {!closed && points.length > 0 && !ended && (
          <Button size="compact-xs" variant="default" onClick={() => onStep({ step: 'takeBack' })}>
            {t('map.tools.back')}
          </Button>
        )}
        {!closed && tool === 'fence' && points.length >= 3 && (
          <Button size="compact-xs" variant="default" onClick={() => onStep({ step: 'finish' })}>
            {t('map.tools.close')}
          </Button>
        )}
        {closed && !measures && (
          <Button size="compact-xs" disabled={fault !== null} onClick={onSubmit} data-map-submit>
            {t(fenceId === null ? 'map.tools.next' : 'map.tools.save')}
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={onCancel}>
          {t(measures ? 'map.tools.end' : 'map.tools.cancel')}
        </Button>
      </span>
    </div>
  );
}
