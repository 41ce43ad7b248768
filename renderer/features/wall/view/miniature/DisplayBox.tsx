import { memo, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import { feedContent, tileKeyOf } from '#domain/wall/layouts.ts';
import { unitId as unitIdSchema, type SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import { feedOfUnit, slotNumber, useHall, useHallState } from '../../../hall/index.ts';
import { useSelection, useSelectionState } from '../../../selection/index.ts';
import { UNIT_DRAG_TYPE } from '../../../units/index.ts';
import { DISPLAY_HEAD_PX, type Rect } from '../../model/wallPlan.ts';
import type { Direction } from '../../model/tilePlaces.ts';
import { useDisplayMenu } from '../menu/useDisplayMenu.ts';
import { usePanelTools } from '../panelTools.ts';
import { HandTags } from './HandTags.tsx';
import styles from './miniature.module.css';
import { TileBox } from './TileBox.tsx';

type DisplayBoxProps = Rect & { readonly slotId: SlotId; readonly onStep: (from: TilePlace, direction: Direction, extend: boolean) => void };

/** One display of the miniature in its shape, under its number. */
export const DisplayBox = memo(function DisplayBox({ slotId, x, y, width, height, onStep }: DisplayBoxProps) {
  const { t } = useTranslation();
  const selection = useSelection();
  const tools = usePanelTools();
  const { desk, hands } = tools;
  const told = useHallState((state) => state.wall.get(slotId)?.layout);
  const shown = useHallState((state) => state.wall.get(slotId)?.shown ?? false);
  const drafted = useStore(desk.state, (state) => state.rehearsal?.draft.get(slotId)?.layout);
  const busy = useStore(desk.state, (state) => state.busy.has(slotId));
  const focused = useSelectionState((state) => state.slotId === slotId);
  const openMenu = useDisplayMenu(tools);
  const { over, ...drop } = useDisplayDrop(slotId);
  const layout = drafted ?? told;
  if (layout === undefined) {
    return null;
  }
  const standing = new Map(drafted === undefined ? [] : (told?.tiles ?? []).map((tile) => [tileKeyOf(tile), tile]));
  const stateWords = shown ? t('wall.shown') : t('wall.notShown');
  return (
    <section
      className={styles.display}
      style={{ left: x, top: y, width, height }}
      aria-label={t('wall.place', { number: slotNumber(slotId) })}
      data-slot-id={slotId}
      data-focused={focused}
      data-busy={busy}
      data-blank={layout.blank}
      data-rehearsed={drafted !== undefined}
    >
      <button
        type="button"
        className={styles.head}
        style={{ height: DISPLAY_HEAD_PX }}
        aria-pressed={focused}
        data-over={over}
        onClick={() => selection.focusSlot(slotId)}
        onKeyDown={(event) => {
          if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
            event.preventDefault();
            const box = event.currentTarget.getBoundingClientRect();
            openMenu(slotId, { x: box.left, y: box.bottom, opener: event.currentTarget });
          }
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(slotId, { x: event.clientX, y: event.clientY, opener: event.currentTarget });
        }}
        onPointerEnter={() => hands.show({ slotId, cell: null, doing: 'pointing' })}
        {...drop}
      >
        <strong>{width < 150 ? slotNumber(slotId) : t('wall.place', { number: slotNumber(slotId) })}</strong>
        {width >= 190 && <span title={layout.mode === 'auto' ? t('wall.autoHint') : t('wall.manualHint')}>{layout.mode === 'auto' ? t('wall.auto') : t('wall.manual')}</span>}
        <HandTags slotId={slotId} />
        <span className={styles.shown} data-shown={shown && !layout.blank} title={stateWords}>{layout.blank ? t('wall.blankNow') : width < 150 ? '●' : stateWords}</span>
      </button>
      <div
        className={styles.tiles}
        style={{ gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${layout.rows}, minmax(0, 1fr))` }}
      >
        {layout.tiles.map((tile, index) => (
          <TileBox
            key={tileKeyOf(tile)}
            slotId={slotId}
            tile={tile}
            number={index + 1}
            letters={lettersThatFit(tile, layout, { width, height })}
            changed={drafted !== undefined && !sameTile(standing.get(tileKeyOf(tile)), tile)}
            onStep={onStep}
          />
        ))}
      </div>
    </section>
  );
});

const LETTER_PX = 11.5;

function lettersThatFit(tile: WallTile, layout: SlotLayout, rect: Pick<Rect, 'width' | 'height'>): number {
  const widthPx = (rect.width / layout.columns) * tile.columnSpan - 20;
  const heightPx = ((rect.height - DISPLAY_HEAD_PX) / layout.rows) * tile.rowSpan;
  const letters = Math.floor(widthPx / LETTER_PX);
  return heightPx < 18 || letters < 2 ? 0 : letters;
}

function sameTile(a: WallTile | undefined, b: WallTile): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** A unit that is let go over the number of a display takes its first free tile. */
function useDisplayDrop(slotId: SlotId) {
  const { replica } = useHall();
  const { desk } = usePanelTools();
  const [over, setOver] = useState(false);
  return {
    over,
    onDragLeave: () => setOver(false),
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(UNIT_DRAG_TYPE)) {
        event.preventDefault();
        setOver(true);
      }
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const unitId = unitIdSchema.safeParse(event.dataTransfer.getData(UNIT_DRAG_TYPE));
      const { feeds, units } = replica.state.getState();
      const feed = unitId.success ? feedOfUnit(feeds, unitId.data) : null;
      const name = (unitId.success && units.get(unitId.data)?.name) || '';
      const layout = desk.layouts().get(slotId);
      const free = layout?.tiles.find((tile) => tile.content.kind === 'empty' && !tile.locked) ?? layout?.tiles.findLast((tile) => !tile.locked);
      if (feed === null) {
        desk.say({ kind: 'unitWithoutFeed', name });
      } else if (free !== undefined) {
        void desk.apply({ kind: 'edit', label: name }, (layouts) => placeContent(layouts, { slotId, tileKey: tileKeyOf(free) }, feedContent(feed.feedId)));
      }
    },
  };
}
