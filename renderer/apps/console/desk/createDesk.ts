import { clearTile, toAuto, toManual } from '#domain/wall/edit/editTile.ts';
import { withLayout, type TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import { withDivision } from '#domain/wall/edit/withDivision.ts';
import { GRIDS } from '#domain/wall/grid.ts';
import { feedContent, uniformLayout } from '#domain/wall/layouts.ts';
import { commandId, type UnitId } from '#protocol/nouns/ids.ts';
import { createDeskFeeds, type DeskFeeds } from '../../../features/deskFeeds/index.ts';
import { feedOfUnit, slotNumber, type HallServices } from '../../../features/hall/index.ts';
import { createSelection, type Selection } from '../../../features/selection/index.ts';
import type { ShortcutActions } from '../../../features/shortcuts/index.ts';
import { createUnitBrowser, type UnitBrowser } from '../../../features/units/index.ts';
import { createWallDesk, type WallDesk } from '../../../features/wall/index.ts';
import { createWallTools, type WallTools } from '../wallTools/createWallTools.ts';

/** The desk's stores, tied together. */
export type Desk = {
  readonly selection: Selection;
  readonly browser: UnitBrowser;
  readonly feeds: DeskFeeds;
  readonly wallDesk: WallDesk;
  readonly wallTools: WallTools;
  /** Lets go of units that are gone, from now on. Returns its own undoing. */
  readonly followUnits: () => () => void;
};

export function createDesk({ link, replica }: Pick<HallServices, 'link' | 'replica'>): Desk {
  const wallDesk = createWallDesk({ link, replica, newCommandId: () => commandId.parse(crypto.randomUUID()) });
  const place = (tile: TilePlace, unitId: UnitId) => {
    const { feeds, units } = replica.state.getState();
    const feed = feedOfUnit(feeds, unitId);
    if (feed === null) {
      wallDesk.say({ kind: 'unitWithoutFeed', name: units.get(unitId)?.name ?? '' });
    } else {
      void wallDesk.apply({ kind: 'edit', label: units.get(unitId)?.name ?? '' }, (layouts) => placeContent(layouts, tile, feedContent(feed.feedId)));
    }
  };
  const selection = createSelection({ place });
  const pictures = createDeskFeeds();
  const keep = () => {
    const { units } = replica.state.getState();
    const isThere = (unitId: UnitId) => units.has(unitId);
    selection.keepUnit(isThere);
    pictures.keepUnits(isThere);
  };
  return {
    selection,
    browser: createUnitBrowser(),
    feeds: pictures,
    wallDesk,
    wallTools: createWallTools({ link, replica, wallDesk }),
    followUnits: () => {
      keep();
      return replica.state.subscribe((now, before) => {
        if (now.units !== before.units) {
          keep();
        }
      });
    },
  };
}

type DeskActions = Pick<ShortcutActions, 'search' | 'listUp' | 'listDown' | 'grids' | 'auto' | 'manual' | 'nextSlot' | 'clearTile' | 'presets' | 'pin' | 'listen' | 'escape'>;

/** What the keys do on this desk. */
export function deskShortcuts(options: {
  desk: Desk;
  services: Pick<HallServices, 'replica'>;
  /** Without it there is no wall control, and the keys that change walls do nothing. */
  mayEditWall: boolean;
  /** Brings the unit list to the front first: it may be covered. */
  search: () => void;
  moveInList: (step: 1 | -1) => void;
}): DeskActions {
  const { selection, feeds, wallDesk, wallTools } = options.desk;
  const chosen = () => selection.state.getState();
  const onWall = (action: () => void) => {
    if (options.mayEditWall) {
      action();
    }
  };
  const setMode = (mode: 'auto' | 'manual') =>
    onWall(() => {
      const { slotId } = chosen();
      if (slotId !== null) {
        void wallDesk.apply({ kind: mode === 'auto' ? 'auto' : 'edit', label: '' }, (layouts) => withLayout(layouts, slotId, mode === 'auto' ? toAuto : toManual));
      }
    });
  return {
    search: options.search,
    listUp: () => options.moveInList(-1),
    listDown: () => options.moveInList(1),
    escape: () => void selection.escape(),
    grids: (index) =>
      onWall(() => {
        const { slotId } = chosen();
        const grid = GRIDS[index];
        if (slotId !== null && grid !== undefined) {
          void wallDesk.apply({ kind: 'edit', label: '' }, (layouts) => withLayout(layouts, slotId, (layout) => withDivision(layout, uniformLayout(grid))));
        }
      }),
    auto: () => setMode('auto'),
    manual: () => setMode('manual'),
    nextSlot: () =>
      onWall(() => {
        const slotIds = [...options.services.replica.state.getState().wall.keys()].toSorted((a, b) => slotNumber(a) - slotNumber(b));
        const { slotId } = chosen();
        const next = slotIds[slotId === null ? 0 : (slotIds.indexOf(slotId) + 1) % Math.max(1, slotIds.length)];
        if (next !== undefined) {
          selection.focusSlot(next);
        }
      }),
    presets: (index) => onWall(() => wallTools.recallKey(index + 1)),
    pin: () => {
      const { unitId } = chosen();
      if (unitId !== null) {
        feeds.togglePin(unitId);
      }
    },
    listen: () => {
      const { unitId } = chosen();
      if (unitId !== null) {
        feeds.toggleHeard(unitId);
      }
    },
    clearTile: () =>
      onWall(() => {
        const { tile } = chosen();
        if (tile !== null) {
          void wallDesk.apply({ kind: 'clear', label: '' }, (layouts) => clearTile(layouts, tile));
        }
      }),
  };
}
