import { useLayoutEffect, useRef, useState } from 'react';
import type { RoomState } from '#protocol/consultations/room.ts';
import type { SeatId } from '#protocol/nouns/ids.ts';
import type { RoomLine } from '../../../../media/room/roomLine.ts';
import { gridColumns, stageOf, type RoomLayout } from '../../model/roomLayout.ts';
import styles from './Room.module.css';
import { SeatTile } from './SeatTile.tsx';
import type { Speaking } from './useSpeaking.ts';

type StageProps = {
  readonly line: RoomLine;
  readonly room: RoomState;
  readonly own: SeatId;
  readonly ownCamera: MediaStreamTrack | null;
  readonly layout: RoomLayout;
  readonly pinned: SeatId | null;
  readonly speaking: Speaking;
  readonly onPin: (seatId: SeatId) => void;
};

/** Everybody, all alike or one of them large. */
export function Stage({ line, room, own, ownCamera, layout, pinned, speaking, onPin }: StageProps) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 1600, height: 900 });
  useLayoutEffect(() => {
    const element = box.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view) return undefined;
    const watch = new view.ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const { large, others } = stageOf(room, { layout, own, pinned, speaking: speaking.last });
  const tile = { line, floor: room.floor, presenter: room.presenter, onPin };
  const columns = large === null ? gridColumns(others.length, size) : 1;
  return (
    <div ref={box} className={styles.stage} data-layout={large === null ? 'grid' : 'large'} style={large === null ? { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` } : undefined}>
      {large !== null && <SeatTile key={`large ${large.seat.seatId} ${large.track}`} {...tile} seat={large.seat} track={large.track} large ownCamera={large.seat.seatId === own && large.track === 'camera' ? ownCamera : null} speaks={speaking.now.has(large.seat.seatId)} pinned={pinned === large.seat.seatId} />}
      {large === null ? others.map((seat) => <SeatTile key={seat.seatId} {...tile} seat={seat} track="camera" ownCamera={seat.seatId === own ? ownCamera : null} speaks={speaking.now.has(seat.seatId)} pinned={false} />) : (
        <div className={styles.strip} data-role="room-strip">
          {others.map((seat) => <SeatTile key={seat.seatId} {...tile} seat={seat} track="camera" ownCamera={seat.seatId === own ? ownCamera : null} speaks={speaking.now.has(seat.seatId)} pinned={false} />)}
        </div>
      )}
    </div>
  );
}
