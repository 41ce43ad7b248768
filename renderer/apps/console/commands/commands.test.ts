import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { courtCode, unitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import { createSelection } from '../../../features/selection/index.ts';
import { createI18n } from '../../../i18n/createI18n.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import type { Layouts } from '../layouts/createLayouts.ts';
import { EMPTY_BOOK, type LayoutBook } from '../layouts/layoutBook.ts';
import { consoleCommands } from './consoleCommands.ts';
import { thingCommands } from './thingCommands.ts';

const { t } = createI18n('zh-CN');
const ANXI = unitId.parse('019a0000-0000-7000-8000-000000000001');

function setUp(book: Partial<LayoutBook> = {}, panelIds: Parameters<typeof consoleCommands>[0]['panelIds'] = ['units', 'map']) {
  const layouts = { state: createStore(() => ({ book: { ...EMPTY_BOOK, ...book }, shown: 0, offered: null })), choose: vi.fn<Layouts['choose']>(), forget: vi.fn<Layouts['forget']>() };
  const attention = { state: createStore(() => ({ cues: new Map(), mutedUntilAt: 0, volume: 1, chimes: 0, newest: 'info' })) };
  const openPage = vi.fn<(page: string) => void>();
  const openPanel = vi.fn<(panelId: string) => void>();
  const commands = consoleCommands({
    t,
    pages: ['desk', 'courts'],
    panelIds,
    layouts: layouts as unknown as Layouts,
    attention: attention as unknown as Parameters<typeof consoleCommands>[0]['attention'],
    openPage,
    openPanel,
    openDialog: () => undefined,
    maximize: () => undefined,
  });
  return { commands, layouts, openPage, openPanel, byId: (id: string) => commands.find((command) => command.id === id) };
}

describe('commands of the console', () => {
  it('open pages and panels that the person has, with the keys that do the same', () => {
    const { byId, commands, openPanel, openPage } = setUp();
    expect(byId('panel map')).toMatchObject({ title: '打开面板：地图', chord: 'Alt+2' });
    expect(byId('page courts')).toMatchObject({ title: '打开页面：法院', chord: 'Ctrl+2' });
    expect(commands.some(({ id }) => id === 'panel wall' || id === 'page audit')).toBe(false);
    byId('panel map')?.run();
    byId('page courts')?.run();
    expect([openPanel.mock.calls, openPage.mock.calls]).toEqual([[['map']], [['courts']]]);
  });

  it('change layouts, one’s own too, and come back to the chosen one only when something was moved', () => {
    const layout = { axis: 'row', parts: [] } as const;
    const { byId, layouts } = setUp({ chosen: 'n', saved: [{ id: 'n', name: '夜间', layout }] });
    expect(byId('layout n')).toMatchObject({ title: '切换布局：夜间', chord: 'Ctrl+Alt+5' });
    byId('layout n')?.run();
    byId('layout forget n')?.run();
    expect([layouts.choose.mock.calls, layouts.forget.mock.calls]).toEqual([[['n']], [['n']]]);
    expect(byId('layout reset')?.enabled).toBe(false);
    expect(setUp({ current: layout }).byId('layout reset')?.enabled).toBe(true);
  });

  it('have no layouts where there is no desk, and nothing to silence while it is quiet', () => {
    const { commands, byId } = setUp({}, []);
    expect(commands.filter(({ id }) => id.startsWith('layout') || id.startsWith('panel'))).toEqual([]);
    expect([byId('silence')?.enabled, byId('unmute')?.enabled]).toEqual([false, false]);
  });

  it('each have a name of their own', () => {
    const { commands } = setUp();
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  });
});

describe('things by name', () => {
  it('choosing a unit chooses it on the desk and has the map go there', () => {
    const selection = createSelection({ place: () => undefined });
    const opened: string[] = [];
    const unit = { unitId: ANXI, name: '安溪记录仪01', teamName: '执行一组', courtName: '安溪县人民法院', courtCode: courtCode.parse('闽0524') } as Unit;
    const state = { units: new Map([[ANXI, unit]]), log: EMPTY_STATE } as unknown as HallState;
    const [command] = thingCommands({ t, state, selection, openPanel: (id) => opened.push(id) });
    expect(command).toMatchObject({ title: '安溪记录仪01', detail: '执行一组 · 安溪县人民法院', group: '单位', thing: true });
    command?.run();
    expect(opened).toEqual(['map']);
    expect(selection.state.getState()).toMatchObject({ unitId: ANXI, sight: { thing: { kind: 'unit', id: ANXI } } });
  });
});
