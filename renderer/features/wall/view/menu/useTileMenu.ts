import { useTranslation } from 'react-i18next';
import { clearTile, setLocked, setTakesAlarms } from '#domain/wall/edit/editTile.ts';
import { tileAt, withLayout, type TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { mergeTiles, splitTile } from '#domain/wall/edit/mergeTiles.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import { unspan } from '#domain/wall/edit/spanAcross.ts';
import { feedContent, tileKeyOf } from '#domain/wall/layouts.ts';
import type { TileLook } from '#protocol/wall/layout.ts';
import { useBlocked } from '../../../command/index.ts';
import { feedOfUnit, slotNumber, useHall } from '../../../hall/index.ts';
import { useSelection } from '../../../selection/index.ts';
import { mergeMarked } from '../../model/mergeMarked.ts';
import { placeKey, placeOf } from '../../model/tilePlaces.ts';
import type { PanelTools } from '../panelTools.ts';
import type { MenuEntry } from './HandMenu.tsx';

type At = { readonly x: number; readonly y: number; readonly opener: HTMLElement };

/** Opens what can be done with a tile. */
export function useTileMenu(tools: PanelTools): (place: TilePlace, at: At) => void {
  const { t } = useTranslation();
  const { link, replica } = useHall();
  const selection = useSelection();
  const blocked = useBlocked();
  const { desk, marks, carried, onPick, openMenu } = tools;
  return (place, at) => {
    const layout = desk.layouts().get(place.slotId);
    const tile = layout && tileAt(layout, place.tileKey);
    if (layout === undefined || tile === undefined) {
      return;
    }
    const { feeds, units } = replica.state.getState();
    const { unitId } = selection.state.getState();
    const unit = unitId === null ? undefined : units.get(unitId);
    const feed = unitId === null ? null : feedOfUnit(feeds, unitId);
    const marked = [...marks.getState().keys].flatMap((key) => placeOf(key) ?? []);
    const { look, locked, content } = tile;
    const fixed = blocked !== null || locked;
    const edit = (change: Parameters<typeof desk.apply>[1], kind: Parameters<typeof desk.apply>[0]['kind'] = 'edit', label = '') => void desk.apply({ kind, label }, change);
    const adjust = (change: (look: TileLook) => TileLook) => void desk.adjust([{ ...place, look: change }]);
    const moving = content.kind === 'feed' || content.kind === 'tour' || content.kind === 'hotspot';
    const action = (key: string, label: string, run: () => void, more: { disabled?: boolean; note?: string; chosen?: boolean } = {}): MenuEntry => ({ kind: 'action', key, label, run, disabled: fixed, ...more });
    const solo = () => {
      const others = [...desk.layouts()].flatMap(([slotId, other]) => other.tiles.filter(({ look: heard }) => heard.volume > 0).map((heard) => ({ slotId, tileKey: tileKeyOf(heard) })));
      const silenced = others.filter((other) => placeKey(other) !== placeKey(place)).map((other) => ({ ...other, look: (before: TileLook) => ({ ...before, volume: 0 }) }));
      void desk.adjust([...silenced, { ...place, look: (before: TileLook) => ({ ...before, volume: before.volume > 0 ? before.volume : 1 }) }]);
    };
    const entries: MenuEntry[] = [
      ...(unit && feed ? [action('wall.place', t('wall.placeSelected', { name: unit.name }), () => edit((all) => placeContent(all, place, feedContent(feed.feedId)), 'edit', unit.name))] : []),
      action('wall.replace', t('wall.replaceByUnit'), () => selection.startPlacing(place)),
      ...(onPick === null ? [] : [action('wall.pick', t('wall.pickContent'), () => onPick(place))]),
      ...(content.kind === 'empty' ? [] : [
        action('wall.carry', t('wall.carry'), () => carried.setState({ place })),
        action('wall.clear', t('wall.clear'), () => edit((all) => clearTile(all, place), 'clear'), { note: 'Delete' }),
      ]),
      { kind: 'line', key: 'line-1' },
      ...(marked.length > 1 ? [action('wall.mergeMarked', new Set(marked.map(({ slotId }) => slotId)).size > 1 ? t('wall.spanMarked', { count: marked.length }) : t('wall.mergeMarked', { count: marked.length }), () => {
        edit((all) => mergeMarked(all, marked), new Set(marked.map(({ slotId }) => slotId)).size > 1 ? 'span' : 'edit');
        marks.setState({ keys: new Set() });
      })] : []),
      ...(tile.span === null ? [] : [action('wall.unspan', t('wall.unspan'), () => edit((all) => unspan(all, tile.span ?? ''), 'span'))]),
      ...(tile.columnSpan * tile.rowSpan > 1 ? [action('wall.split', t('wall.split'), () => edit((all) => withLayout(all, place.slotId, (before) => splitTile(before, place.tileKey))))] : []),
      ...(layout.tiles.length > 1 ? [
        action('wall.fill', t('wall.fill'), () => edit((all) => withLayout(all, place.slotId, (before) => mergeTiles(before, { column: tile.column, row: tile.row, columnSpan: Math.min(tile.columnSpan + 1, before.columns - tile.column), rowSpan: Math.min(tile.rowSpan + 1, before.rows - tile.row) }))), {
          disabled: fixed || (tile.column + tile.columnSpan === layout.columns && tile.row + tile.rowSpan === layout.rows),
        }),
      ] : []),
      action('wall.lock', locked ? t('wall.unlock') : t('wall.lock'), () => edit((all) => setLocked(all, place, !locked), 'lock'), { disabled: blocked !== null }),
      action('wall.takesAlarms', t('wall.takesAlarmsSet'), () => edit((all) => setTakesAlarms(all, place, !tile.takesAlarms)), { chosen: tile.takesAlarms, note: tile.takesAlarms ? t('wall.on') : t('wall.off') }),
      ...(moving ? [
        { kind: 'line', key: 'line-2' } as const,
        action('wall.freeze', look.frozenAt === null ? t('wall.freeze') : t('wall.unfreeze'), () => adjust((before) => ({ ...before, frozenAt: before.frozenAt === null ? Math.round(link.now()) : null })), { disabled: blocked !== null }),
        ...(look.zoom > 1 ? [action('wall.zoomOut', t('wall.zoomOut'), () => adjust((before) => ({ ...before, zoom: 1, x: 0.5, y: 0.5 })), { disabled: blocked !== null })] : []),
        action('wall.solo', t('wall.solo'), solo, { disabled: blocked !== null }),
        ...(look.volume > 0 ? [action('wall.mute', t('wall.mute'), () => adjust((before) => ({ ...before, volume: 0 })), { disabled: blocked !== null })] : []),
        { kind: 'more', key: 'wall.volume', label: t('wall.volume', { percent: Math.round(look.volume * 100) }), disabled: blocked !== null, entries: () => [25, 50, 75, 100].map((percent) => action(`wall.volume.${percent}`, `${percent}%`, () => adjust((before) => ({ ...before, volume: percent / 100 })), { disabled: blocked !== null, chosen: Math.round(look.volume * 100) === percent })) } as const,
      ] : []),
    ];
    const number = layout.tiles.indexOf(tile) + 1;
    openMenu({ title: `${t('wall.place', { number: slotNumber(place.slotId) })} · ${t('wall.tileNumber', { number })}`, entries, ...at });
  };
}
