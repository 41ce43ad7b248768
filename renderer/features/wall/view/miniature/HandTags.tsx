import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { usePanelTools } from '../panelTools.ts';
import styles from './miniature.module.css';

/** The names of whose hands are here now; without a cell: at the display as a whole. */
export function HandTags({ slotId, column, row }: { slotId: SlotId; column?: number; row?: number }) {
  const { hands } = usePanelTools();
  const names = useStore(hands.others, useShallow((others) => [...others.values()].flatMap(({ name, hand }) => (hand.slotId === slotId && hand.cell?.column === column && hand.cell?.row === row ? [name] : []))));
  return names.length === 0 ? null : <span className={styles.hand} data-role="wall-hand">{names.join('、')}</span>;
}
