import { Button, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { GRIDS } from '#domain/wall/grid.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import { useBlocked } from '../../command/index.ts';
import { slotNumber } from '../../hall/index.ts';
import type { WallEditor } from '../model/createWallEditor.ts';
import { cleared, withGrid, withMode } from '../model/editSlot.ts';
import styles from './WallPanel.module.css';

/** Grid, mode and clearing of the wall in focus. */
export function SlotTools({ slot, editor }: { slot: WallSlot; editor: WallEditor }) {
  const { t } = useTranslation();
  const blocked = useBlocked();
  const busy = useStore(editor.state, (state) => state.busy.has(slot.slotId));
  return (
    <div className={styles.tools} title={blocked ?? undefined}>
      {busy && <span>{t('wall.saving')}</span>}
      <strong className={styles.toolsName}>{t('wall.place', { number: slotNumber(slot.slotId) })}</strong>
      <SegmentedControl
        size="xs"
        disabled={blocked !== null}
        value={slot.mode}
        onChange={(mode) => void editor.edit(slot.slotId, (current) => withMode(current, mode))}
        data={[
          { value: 'auto', label: t('wall.auto') },
          { value: 'manual', label: t('wall.manual') },
        ]}
      />
      <div className={styles.grids} role="group">
        {GRIDS.map((grid) => {
          const count = grid.columns * grid.rows;
          const current = grid.columns === slot.columns && grid.rows === slot.rows;
          return (
            <button
              key={count}
              type="button"
              className={styles.grid}
              disabled={blocked !== null}
              aria-pressed={current}
              aria-label={t('wall.grid', { count })}
              title={t('wall.grid', { count })}
              onClick={() => void editor.edit(slot.slotId, (before) => withGrid(before, grid))}
            >
              {count}
            </button>
          );
        })}
      </div>
      <Button size="compact-xs" variant="default" disabled={blocked !== null} onClick={() => void editor.edit(slot.slotId, cleared)}>
        {t('wall.clearAll')}
      </Button>
    </div>
  );
}
