import type { SlotId, UnitId } from '#protocol/nouns/ids.ts';
import { useLinkState } from '../../features/hall/index.ts';
import { PictureStack } from './picture/PictureStack.tsx';
import styles from './WallApp.module.css';

/** The tiles of this window's place; `pointed`: what a desk has chosen. */
export function WallGrid({ slotId, pointed }: { slotId: SlotId; pointed: UnitId | null }) {
  const online = useLinkState((state) => state.phase === 'online');
  return (
    <div className={styles.grid}>
      <PictureStack key={slotId} slotId={slotId} pointed={pointed} framed={online ? pointed : null} />
    </div>
  );
}
