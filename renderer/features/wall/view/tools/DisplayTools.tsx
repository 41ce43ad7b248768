import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { cleared, setBlank, toAuto, toManual } from '#domain/wall/edit/editTile.ts';
import { withLayout } from '#domain/wall/edit/layoutsOf.ts';
import { withDivision } from '#domain/wall/edit/withDivision.ts';
import { DIVISIONS, uniformLayout } from '#domain/wall/layouts.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { TakeWhat } from '#protocol/wall/wall.ts';
import { useBlocked } from '../../../command/index.ts';
import { slotNumber, useHallState } from '../../../hall/index.ts';
import { FreeGridDialog } from '../menu/FreeGridDialog.tsx';
import { useDisplayMenu } from '../menu/useDisplayMenu.ts';
import { usePanelTools } from '../panelTools.ts';
import styles from './tools.module.css';

/** Division, mode and clearing of the display in focus; everything else in its menu. */
export function DisplayTools({ slotId }: { slotId: SlotId }) {
  const { t } = useTranslation();
  const tools = usePanelTools();
  const { desk } = tools;
  const blocked = useBlocked();
  const openMenu = useDisplayMenu(tools);
  const [free, setFree] = useState(false);
  const told = useHallState((state) => state.wall.get(slotId)?.layout);
  const drafted = useStore(desk.state, (state) => state.rehearsal?.draft.get(slotId)?.layout);
  const layout = drafted ?? told;
  if (layout === undefined) {
    return null;
  }
  const disabled = blocked !== null;
  const edit = (kind: TakeWhat['kind'], change: (before: SlotLayout) => SlotLayout) => void desk.apply({ kind, label: '' }, (layouts) => withLayout(layouts, slotId, change));
  return (
    <div className={styles.tools} title={blocked ?? undefined} role="toolbar" aria-label={t('wall.place', { number: slotNumber(slotId) })}>
      <strong className={styles.toolsName}>{t('wall.place', { number: slotNumber(slotId) })}</strong>
      <SegmentedControl
        size="xs"
        disabled={disabled}
        value={layout.mode}
        onChange={(mode) => edit(mode === 'auto' ? 'auto' : 'edit', mode === 'auto' ? toAuto : toManual)}
        data={[
          { value: 'auto', label: t('wall.auto') },
          { value: 'manual', label: t('wall.manual') },
        ]}
      />
      <div className={styles.divisions} role="group" aria-label={t('wall.divide')}>
        {DIVISIONS.map(({ name, layout: division }) => (
          <button
            key={name}
            type="button"
            className={styles.division}
            disabled={disabled}
            aria-pressed={sameDivision(layout, division)}
            aria-label={t('wall.grid', { count: name })}
            title={t('wall.grid', { count: name })}
            onClick={() => edit('edit', (before) => withDivision(before, division))}
          >
            {name}
          </button>
        ))}
        <button type="button" className={styles.division} disabled={disabled} aria-label={t('wall.freeGrid')} title={t('wall.freeGrid')} onClick={() => setFree(true)}>
          {t('wall.freeGridShort')}
        </button>
      </div>
      <Button size="compact-xs" variant="default" disabled={disabled} aria-pressed={layout.blank} onClick={() => edit('blank', (before) => setBlank(before, !before.blank))}>
        {layout.blank ? t('wall.unblank') : t('wall.blank')}
      </Button>
      <Button size="compact-xs" variant="default" disabled={disabled} onClick={() => edit('clear', cleared)}>{t('wall.clearAll')}</Button>
      <Button
        size="compact-xs"
        variant="default"
        aria-haspopup="menu"
        aria-label={t('wall.displayMenu')}
        title={t('wall.displayMenu')}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          openMenu(slotId, { x: box.left, y: box.bottom + 2, opener: event.currentTarget });
        }}
      >
        {t('wall.more')}
      </Button>
      {free && <FreeGridDialog from={layout} onClose={() => setFree(false)} onGrid={(grid) => edit('edit', (before) => withDivision(before, uniformLayout(grid)))} />}
    </div>
  );
}

function sameDivision(a: SlotLayout, b: SlotLayout): boolean {
  const cells = ({ tiles }: SlotLayout) => tiles.map(({ column, row, columnSpan, rowSpan }) => `${column} ${row} ${columnSpan} ${rowSpan}`).join();
  return a.columns === b.columns && a.rows === b.rows && cells(a) === cells(b);
}
