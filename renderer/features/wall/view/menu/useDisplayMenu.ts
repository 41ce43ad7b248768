import { useTranslation } from 'react-i18next';
import { cleared, setBlank, setDensity, toAuto, toManual } from '#domain/wall/edit/editTile.ts';
import { withLayout } from '#domain/wall/edit/layoutsOf.ts';
import { withDivision } from '#domain/wall/edit/withDivision.ts';
import { DIVISIONS } from '#domain/wall/layouts.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { DENSITIES, type SlotLayout } from '#protocol/wall/layout.ts';
import type { TakeWhat } from '#protocol/wall/wall.ts';
import { useBlocked } from '../../../command/index.ts';
import { slotNumber, useHall } from '../../../hall/index.ts';
import { salvoChoices, takeSalvo } from '../../model/takeSalvo.ts';
import type { PanelTools } from '../panelTools.ts';
import type { MenuEntry } from './HandMenu.tsx';

type At = { readonly x: number; readonly y: number; readonly opener: HTMLElement };

/** Opens what can be done with a display as a whole. */
export function useDisplayMenu({ desk, openMenu }: PanelTools): (slotId: SlotId, at: At) => void {
  const { t } = useTranslation();
  const { replica } = useHall();
  const blocked = useBlocked();
  const disabled = blocked !== null;
  return (slotId, at) => {
    const layout = desk.layouts().get(slotId);
    if (layout === undefined) {
      return;
    }
    const edit = (kind: TakeWhat['kind'], change: (layout: SlotLayout) => SlotLayout, label = '') => void desk.apply({ kind, label }, (layouts) => withLayout(layouts, slotId, change));
    const { log, feeds } = replica.state.getState();
    const choices = salvoChoices({ operations: log.operations, feeds }, t('wall.salvoAll'));
    const entries: MenuEntry[] = [
      {
        kind: 'more',
        key: 'wall.salvo',
        label: t('wall.salvo'),
        disabled: disabled || choices.length === 0,
        entries: () => choices.map((choice) => ({ kind: 'action', key: `wall.salvo.${choice.operationId ?? 'all'}`, label: choice.label, note: t('wall.feedCount', { count: choice.feedIds.length }), disabled: choice.feedIds.length === 0 && choice.operationId === null, run: () => void takeSalvo(desk, slotId, choice) })),
      },
      { kind: 'more', key: 'wall.divide', label: t('wall.divide'), disabled, entries: () => DIVISIONS.map(({ name, layout: division }) => ({ kind: 'action', key: `wall.divide.${name}`, label: t('wall.grid', { count: name }), run: () => edit('edit', (before) => withDivision(before, division)) })) },
      { kind: 'more', key: 'wall.density', label: t('wall.density'), disabled, entries: () => DENSITIES.map((density) => ({ kind: 'action', key: `wall.density.${density}`, label: t(`wall.densities.${density}`), chosen: layout.density === density, run: () => edit('edit', (before) => setDensity(before, density)) })) },
      { kind: 'line', key: 'line-1' },
      { kind: 'action', key: 'wall.blank', label: layout.blank ? t('wall.unblank') : t('wall.blank'), disabled, run: () => edit('blank', (before) => setBlank(before, !before.blank)) },
      { kind: 'action', key: 'wall.clearAll', label: t('wall.clearAll'), disabled, run: () => edit('clear', cleared) },
      layout.mode === 'auto'
        ? { kind: 'action', key: 'wall.toManual', label: t('wall.toManual'), disabled, run: () => edit('edit', toManual) }
        : { kind: 'action', key: 'wall.toAuto', label: t('wall.toAuto'), disabled, run: () => edit('auto', toAuto) },
      { kind: 'line', key: 'line-2' },
      { kind: 'action', key: 'wall.identify', label: t('wall.identify'), disabled, run: () => void desk.identify() },
    ];
    openMenu({ title: t('wall.place', { number: slotNumber(slotId) }), entries, ...at });
  };
}
