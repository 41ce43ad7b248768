import { useState, type DragEvent } from 'react';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import { feedContent } from '#domain/wall/layouts.ts';
import { unitId as unitIdSchema } from '#protocol/nouns/ids.ts';
import { feedOfUnit, useHall } from '../../../hall/index.ts';
import { UNIT_DRAG_TYPE } from '../../../units/index.ts';
import { moveTile } from '../../model/moveTile.ts';
import { placeOf, TILE_DRAG_TYPE } from '../../model/tilePlaces.ts';
import { usePanelTools } from '../panelTools.ts';

/** What may be let go over a tile: a unit from anywhere, or another tile. `over` while something hangs above it. */
export function useTileDrop(place: TilePlace) {
  const { replica } = useHall();
  const { desk, hands } = usePanelTools();
  const [over, setOver] = useState(false);
  const [column = 0, row = 0] = place.tileKey.split('-').map(Number);
  const onDragOver = (event: DragEvent) => {
    if (event.dataTransfer.types.includes(UNIT_DRAG_TYPE) || event.dataTransfer.types.includes(TILE_DRAG_TYPE)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = event.dataTransfer.types.includes(TILE_DRAG_TYPE) && !event.ctrlKey ? 'move' : 'copy';
      setOver(true);
      hands.show({ slotId: place.slotId, cell: { column, row }, doing: 'dragging' });
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    const from = placeOf(event.dataTransfer.getData(TILE_DRAG_TYPE));
    if (from !== null) {
      const copy = event.ctrlKey;
      void desk.apply({ kind: 'swap', label: '' }, (layouts) => moveTile(layouts, from, place, { copy }));
      return;
    }
    const unitId = unitIdSchema.safeParse(event.dataTransfer.getData(UNIT_DRAG_TYPE));
    if (!unitId.success) {
      return;
    }
    const { feeds, units } = replica.state.getState();
    const feed = feedOfUnit(feeds, unitId.data);
    const name = units.get(unitId.data)?.name ?? '';
    if (feed === null) {
      desk.say({ kind: 'unitWithoutFeed', name });
    } else {
      void desk.apply({ kind: 'edit', label: name }, (layouts) => placeContent(layouts, place, feedContent(feed.feedId)));
    }
  };
  return { over, onDragOver, onDragLeave: () => setOver(false), onDrop };
}
