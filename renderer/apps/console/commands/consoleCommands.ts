import type { TFunction } from 'i18next';
import type { Attention } from '../../../features/attention/index.ts';
import type { Command } from '../../../features/palette/index.ts';
import type { Layouts } from '../layouts/createLayouts.ts';
import { PRESETS } from '../layouts/presets.ts';
import type { PageName } from '../pages.ts';
import type { PanelId } from '../panels.tsx';

const MINUTE_MS = 60_000;
const MUTE_MINUTES = [5, 15, 30] as const;

type Options = {
  readonly t: TFunction;
  readonly pages: readonly PageName[];
  readonly panelIds: readonly PanelId[];
  readonly layouts: Layouts;
  readonly attention: Attention;
  readonly openPage: (page: PageName) => void;
  readonly openPanel: (panelId: PanelId) => void;
  readonly openDialog: (name: 'settings' | 'shortcuts' | 'saveLayout') => void;
  readonly maximize: () => void;
};

/** What can be done with the console itself, by name. */
export function consoleCommands(options: Options): Command[] {
  const { t, pages, panelIds } = options;
  const desk = panelIds.length > 0;
  const numbered = (chord: string, index: number) => (index < 9 ? { chord: `${chord}+${index + 1}` } : {});
  return [
    ...pages.map((page, index): Command => ({
      id: `page ${page}`,
      title: t('palette.openPage', { name: t(`hall.page.${page}`) }),
      group: t('palette.group.page'),
      ...numbered('Ctrl', index),
      run: () => options.openPage(page),
    })),
    ...panelIds.map((id, index): Command => ({
      id: `panel ${id}`,
      title: t('palette.openPanel', { name: t(`desk.panel.${id}`) }),
      group: t('palette.group.panel'),
      ...numbered('Alt', index),
      run: () => options.openPanel(id),
    })),
    ...(desk ? layoutCommands(options) : []),
    ...soundCommands(options),
    { id: 'shortcuts', title: t('shortcuts.title'), group: t('palette.group.console'), keywords: ['keys', 'keyboard'], chord: '?', run: () => options.openDialog('shortcuts') },
    { id: 'settings', title: t('hall.settings'), group: t('palette.group.console'), keywords: ['settings'], run: () => options.openDialog('settings') },
  ];
}

function layoutCommands({ t, layouts, openPage, openDialog, maximize }: Options): Command[] {
  const group = t('palette.group.layout');
  const { saved, chosen, current } = layouts.state.getState().book;
  const choices = [...PRESETS.map((preset) => ({ id: preset as string, name: t(`desk.preset.${preset}`) })), ...saved];
  return [
    ...choices.map(({ id, name }, index): Command => ({
      id: `layout ${id}`,
      title: t('palette.useLayout', { name }),
      group,
      keywords: ['layout', '版式'],
      ...(index < 9 ? { chord: `Ctrl+Alt+${index + 1}` } : {}),
      run: () => {
        openPage('desk');
        layouts.choose(id);
      },
    })),
    { id: 'layout save', title: t('desk.saveAs'), group, keywords: ['layout'], run: () => openDialog('saveLayout') },
    { id: 'layout reset', title: t('desk.reset'), group, keywords: ['layout'], enabled: current !== null, run: () => layouts.choose(chosen) },
    { id: 'panel maximize', title: t('desk.maximizeToggle'), group, chord: 'Alt+0', run: maximize },
    ...saved.map(({ id, name }): Command => ({ id: `layout forget ${id}`, title: t('desk.forgetLayout', { name }), group, run: () => layouts.forget(id) })),
  ];
}

function soundCommands({ t, attention }: Options): Command[] {
  const group = t('palette.group.sound');
  const { cues, mutedUntilAt } = attention.state.getState();
  const calling = [...cues.values()].some(({ urgency, acknowledged }) => urgency === 'urgent' && !acknowledged);
  const muted = Date.now() < mutedUntilAt;
  return [
    { id: 'silence', title: t('attention.silence'), group, keywords: ['siren', '静音'], enabled: calling, run: () => attention.acknowledgeAll() },
    ...MUTE_MINUTES.map((minutes): Command => ({ id: `mute ${minutes}`, title: t('attention.mute', { minutes }), group, keywords: ['mute'], run: () => attention.mute(minutes * MINUTE_MS) })),
    { id: 'unmute', title: t('palette.unmute'), group, keywords: ['mute'], enabled: muted, run: () => attention.mute(0) },
  ];
}
