import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import { slotNumber } from '../../hall/index.ts';
import { useSelection } from '../../selection/index.ts';
import type { WallEditor } from '../model/createWallEditor.ts';
import { MiniatureTile } from './MiniatureTile.tsx';
import styles from './WallPanel.module.css';

/** In a miniature tile of the narrowest card: on three lines, on two where sixteen share it. */
function lettersThatFit(columns: number): number {
  return columns <= 2 ? 18 : columns === 3 ? 12 : 8;
}

/** A tile is its place, whatever it shows. */
function tilePlaceKey(index: number): string {
  return `tile ${index}`;
}

/** One wall as a small grid. */
export function SlotCard({ slot, focused, editor }: { slot: WallSlot; focused: boolean; editor: WallEditor }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const busy = useStore(editor.state, (state) => state.busy.has(slot.slotId));
  return (
    <div className={styles.slot} data-focused={focused} data-slot-id={slot.slotId} data-busy={busy}>
      <button type="button" className={styles.slotHead} aria-pressed={focused} onClick={() => selection.focusSlot(slot.slotId)}>
        <strong>{t('wall.place', { number: slotNumber(slot.slotId) })}</strong>
        <span title={slot.mode === 'auto' ? t('wall.autoHint') : t('wall.manualHint')}>{slot.mode === 'auto' ? t('wall.auto') : t('wall.manual')}</span>
        <span className={styles.shown} data-shown={slot.shown}>{slot.shown ? t('wall.shown') : t('wall.notShown')}</span>
      </button>
      <div className={styles.miniature} style={{ gridTemplateColumns: `repeat(${slot.columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${slot.rows}, minmax(0, 1fr))` }}>
        {slot.tiles.map((tile, index) => (
          <MiniatureTile key={tilePlaceKey(index)} place={{ slotId: slot.slotId, index }} feedId={tile.feedId} editor={editor} letters={lettersThatFit(slot.columns)} />
        ))}
      </div>
    </div>
  );
}
