import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { Panel } from '../../../ui/panel/Panel.tsx';
import { slotNumber, useHallState, useLinkState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import type { WallEditor } from '../model/createWallEditor.ts';
import { SlotCard } from './SlotCard.tsx';
import { SlotTools } from './SlotTools.tsx';
import { WallNoticeLine } from './WallNoticeLine.tsx';
import styles from './WallPanel.module.css';

export function WallPanel({ editor }: { editor: WallEditor }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const wall = useHallState((state) => state.wall);
  const known = useHallState((state) => state.syncedAt !== null);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  const focused = useSelectionState((state) => state.slotId);
  const slots = [...wall.values()].toSorted((a, b) => slotNumber(a.slotId) - slotNumber(b.slotId));
  const first = slots[0]?.slotId;
  useEffect(() => {
    // Number keys must always have a wall to act on.
    if (first !== undefined && (focused === null || !wall.has(focused))) {
      selection.focusSlot(first);
    }
  }, [first, focused, wall, selection]);
  const slot = focused === null ? undefined : wall.get(focused);
  return (
    <Panel title={t('wall.title')} aside={slot && <SlotTools slot={slot} editor={editor} />}>
      {slots.length === 0 ? (
        <EmptyNote title={known ? t('wall.empty') : away ? t('units.notConnected') : t('hall.loading')} hint={known ? t('wall.emptyHint') : undefined} />
      ) : (
        <div className={styles.body}>
          <div className={styles.slots}>
            {slots.map((candidate) => (
              <SlotCard key={candidate.slotId} slot={candidate} focused={candidate.slotId === focused} editor={editor} />
            ))}
          </div>
          <WallNoticeLine editor={editor} />
        </div>
      )}
    </Panel>
  );
}
