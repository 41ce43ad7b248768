import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { tileKeyOf } from '#domain/wall/layouts.ts';
import { placesOf } from '#domain/wall/show/spanParts.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { SlotPlaceMm } from '#protocol/wall/wall.ts';
import { slotNumber, useHallState } from '../../hall/index.ts';
import { contentName } from '../model/contentName.ts';
import styles from './WallSketch.module.css';

type WallSketchProps = {
  readonly layouts: ReadonlyMap<SlotId, SlotLayout>;
  readonly places: readonly SlotPlaceMm[];
  /** `plain`: boxes alone, for small ones. */
  readonly words?: 'named' | 'plain';
  /** Displays that are drawn brighter. */
  readonly marked?: ReadonlySet<SlotId>;
  readonly label: string;
};

const NONE: ReadonlySet<SlotId> = new Set();

/** Displays as they hang, in boxes. */
export function WallSketch({ layouts, places, words = 'named', marked = NONE, label }: WallSketchProps) {
  const areas = useMemo(() => drawnAreas(layouts, places), [layouts, places]);
  return (
    <div className={styles.wall} style={{ aspectRatio: areas.aspect }} role="img" aria-label={label} data-words={words}>
      {areas.boxes.map(({ slotId, style, layout }) => (
        <div key={slotId} className={styles.display} style={style} data-marked={marked.has(slotId)} data-blank={layout.blank} data-slot-id={slotId}>
          {words === 'named' && <span className={styles.number}>{slotNumber(slotId)}</span>}
          {layout.tiles.map((tile) => (
            <div
              key={tileKeyOf(tile)}
              className={styles.tile}
              data-kind={tile.content.kind}
              style={{
                left: `${(tile.column / layout.columns) * 100}%`,
                top: `${(tile.row / layout.rows) * 100}%`,
                width: `${(tile.columnSpan / layout.columns) * 100}%`,
                height: `${(tile.rowSpan / layout.rows) * 100}%`,
              }}
            >
              {words === 'named' && <TileWords tile={tile} />}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function TileWords({ tile }: { tile: SlotLayout['tiles'][number] }) {
  const { t } = useTranslation();
  const name = useHallState((state) => contentName(t, tile.content, state));
  return <span className={styles.name} title={name}>{name}</span>;
}

function drawnAreas(layouts: ReadonlyMap<SlotId, SlotLayout>, places: readonly SlotPlaceMm[]) {
  const hung = placesOf({ slotIds: layouts.keys(), places });
  const shown = [...layouts].flatMap(([slotId, layout]) => {
    const place = hung.get(slotId);
    return place === undefined ? [] : [{ slotId, layout, place }];
  });
  const left = Math.min(...shown.map(({ place }) => place.xMm));
  const top = Math.min(...shown.map(({ place }) => place.yMm));
  const width = Math.max(...shown.map(({ place }) => place.xMm + place.widthMm)) - left;
  const height = Math.max(...shown.map(({ place }) => place.yMm + place.heightMm)) - top;
  return {
    aspect: shown.length === 0 ? 16 / 9 : width / height,
    boxes: shown.map(({ slotId, layout, place }) => ({
      slotId,
      layout,
      style: { left: `${((place.xMm - left) / width) * 100}%`, top: `${((place.yMm - top) / height) * 100}%`, width: `${(place.widthMm / width) * 100}%`, height: `${(place.heightMm / height) * 100}%` },
    })),
  };
}
