import type { TFunction } from 'i18next';
import type { Command } from '../../../features/palette/index.ts';
import type { WallTools } from './createWallTools.ts';

type Options = { readonly t: TFunction; readonly tools: WallTools; readonly openPanel: (panelId: 'wall') => void };

/** Presets by name, and the tools of the wall. */
export function wallCommands({ t, tools, openPanel }: Options): Command[] {
  const group = t('desk.panel.wall');
  return [
    ...tools.presets().map((preset): Command => ({
      id: `preset ${preset.presetId}`,
      title: t('wallPresets.recallCommand', { name: preset.name }),
      group,
      keywords: ['preset'],
      ...(preset.key === null ? {} : { chord: `Ctrl+Shift+${preset.key}` }),
      run: () => tools.recall(preset),
    })),
    { id: 'preset save', title: t('wallPresets.saveAs'), group, keywords: ['preset'], run: () => tools.open({ kind: 'preset', preset: null }) },
    { id: 'wall history', title: t('wallHistory.title'), group, keywords: ['history', 'replay', '回放'], run: () => tools.open({ kind: 'history' }) },
    { id: 'wall places', title: t('wallPlaces.command'), group, keywords: ['bezel', '边框', '拼接'], run: () => tools.open({ kind: 'places' }) },
    ...(['take', 'ask', 'return'] as const).map((action): Command => ({
      id: `baton ${action}`,
      title: t('wallBaton.command', { action: t(`wallBaton.action.${action}`) }),
      group,
      keywords: ['baton', '上墙权'],
      run: () => {
        openPanel('wall');
        tools.baton(action);
      },
    })),
    ...(['seize', 'lend', 'pass'] as const).map((kind): Command => ({
      id: `baton ${kind}`,
      title: t('wallBaton.command', { action: t(`wallBaton.action.${kind}`) }),
      group,
      keywords: ['baton', '上墙权'],
      run: () => {
        openPanel('wall');
        tools.open({ kind });
      },
    })),
  ];
}
