import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SlotId, UnitId } from '#protocol/nouns/ids.ts';
import { useHall } from '../../../features/hall/index.ts';
import { createDirector, type Director } from '../stage/createDirector.ts';
import type { Placement } from '../stage/nextStage.ts';
import { StagedPicture } from './StagedPicture.tsx';
import styles from './PictureStack.module.css';

type PictureStackProps = {
  readonly slotId: SlotId;
  /** What a desk of the court has chosen: hot spots follow it. */
  readonly pointed: UnitId | null;
  /** Whose picture is framed. */
  readonly framed: UnitId | null;
};

/**
 * The tiles of one place, from one picture to the next without a gap: what is new is connected unseen, in its place and size,
 * and appears when it is live. A picture that goes elsewhere in the window takes its element along.
 */
export function PictureStack({ slotId, pointed, framed }: PictureStackProps) {
  const { link, replica } = useHall();
  const [director] = useState(() => createDirector({ link, replica, slotId, now: () => Date.now() }));
  const { placements, waiting } = useStore(director.onStage);
  useLayoutEffect(() => director.start(), [director]);
  useLayoutEffect(() => director.point(pointed), [director, pointed]);
  return (
    <div className={styles.stack} data-role="picture-stack">
      {placements.map((placement) => (
        <Placed key={placement.key} placement={placement} director={director} waiting={waiting} framed={framed} />
      ))}
    </div>
  );
}

function Placed({ placement, director, waiting, framed }: { placement: Placement; director: Director; waiting: number; framed: UnitId | null }) {
  const { key, role, item } = placement;
  const { tile, frame, part, density, feedId, content, alarm, tileKey } = item;
  const root = useReadiness(placement, director);
  return (
    <div
      ref={root}
      className={styles.placement}
      data-role={role}
      data-span={tile.span ?? undefined}
      inert={role === 'beneath'}
      style={{ left: `${frame.left * 100}%`, top: `${frame.top * 100}%`, width: `${frame.width * 100}%`, height: `${frame.height * 100}%` }}
    >
      <StagedPicture key={key} tileKey={tileKey} tile={tile} part={part} density={density} feedId={feedId} content={content} alarm={alarm} waiting={alarm === null ? 0 : waiting} framed={framed} seen={role === 'shown'} />
    </div>
  );
}

/** Follows whether the picture is live; what is drawn by this machine is there two frames after it was put in. */
function useReadiness({ key, item: { feedId } }: Placement, director: Director) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view) {
      return undefined;
    }
    if (feedId === null) {
      let frame = view.requestAnimationFrame(() => {
        frame = view.requestAnimationFrame(() => director.setReady(key, true));
      });
      return () => view.cancelAnimationFrame(frame);
    }
    const look = () => director.setReady(key, element.querySelector('[data-tile-key][data-state="live"]') !== null);
    const states = new view.MutationObserver(look);
    states.observe(element, { attributes: true, attributeFilter: ['data-state'], subtree: true });
    look();
    return () => states.disconnect();
  }, [key, feedId, director]);
  return root;
}
