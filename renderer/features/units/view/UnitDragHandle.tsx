import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { DisplayIcon } from '../../../ui/icons.tsx';
import { carryUnit } from '../model/unitDrag.ts';
import styles from './UnitDragHandle.module.css';

/** Where a unit's picture or place cannot be dragged itself, this can: it is let go over a tile of the wall. With the keyboard the wall's own menu does the same. */
export function UnitDragHandle({ unitId, children }: { unitId: UnitId; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <span className={styles.handle} draggable title={t('units.dragHint')} data-role="unit-handle" onDragStart={(event) => carryUnit(event, unitId)}>
      <DisplayIcon size={14} />
      {children}
    </span>
  );
}
