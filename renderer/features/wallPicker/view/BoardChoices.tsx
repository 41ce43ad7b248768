import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import { useHallState } from '../../hall/index.ts';
import { pickableOperations } from '../model/pickable.ts';
import styles from './Picker.module.css';

/** Framed by the court or the operation; a free camera would begin here. */
const AREA_ZOOM = 10;
const PLAIN = ['hotspot', 'alarms', 'clock', 'duty', 'figures', 'consultation', 'programme'] as const;

/** Everything that is neither one unit's picture nor a file. */
export function BoardChoices({ onChoose }: { onChoose: (content: TileContent, label: string) => void }) {
  const { t } = useTranslation();
  const feeds = useHallState((state) => state.feeds);
  const log = useHallState((state) => state.log);
  const operations = useMemo(() => pickableOperations({ feeds, log }), [feeds, log]);
  const [operationId, setOperationId] = useState<OperationId | null>(null);
  const title = operations.find((operation) => operation.operationId === operationId)?.title;
  const named = (kind: 'map' | 'operation') => (title === undefined ? t(`wallPicker.${kind}`) : t(`wallPicker.${kind}Of`, { title }));
  return (
    <div className={styles.choices}>
      <Select size="xs" label={t('wallPicker.about')} description={t('wallPicker.aboutHint')} clearable value={operationId} placeholder={t('wallPicker.wholeCourt')} onChange={(value) => setOperationId(value as OperationId | null)}
        data={operations.map((operation) => ({ value: operation.operationId as string, label: operation.title }))} />
      <div className={styles.grid}>
        <button type="button" className={styles.board} data-content="map" onClick={() => onChoose({ kind: 'map', center: null, zoom: AREA_ZOOM, operationId }, named('map'))}>{named('map')}</button>
        <button type="button" className={styles.board} data-content="operation" onClick={() => onChoose({ kind: 'operation', operationId }, named('operation'))}>{named('operation')}</button>
        {PLAIN.map((kind) => (
          <button key={kind} type="button" className={styles.board} data-content={kind} onClick={() => onChoose({ kind }, t(`wall.content.${kind}`))}>
            {t(`wall.content.${kind}`)}
            <span className={styles.detail}>{t(`wallPicker.hint.${kind}`)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
