import type { ShortcutActions } from '../../../features/shortcuts/index.ts';
import type { DockHandle } from '../../../ui/dock/dockHandle.ts';
import { neighboursOf } from '../../../ui/dock/dockLayout.ts';
import type { Layouts } from '../layouts/createLayouts.ts';
import { PRESETS, presetLayout } from '../layouts/presets.ts';

/** Opens a panel where it stands among its usual neighbours, and gives it the keyboard. */
export function openPanel(dock: DockHandle, panelId: string, options: { readonly focus?: boolean } = {}): void {
  dock.show(panelId, { ...options, beside: neighboursOf(presetLayout('command', 'small'), panelId) });
}

/** What has a layout key, in order: presets, then the person's own. */
export function layoutNames(layouts: Pick<Layouts, 'state'>): string[] {
  return [...PRESETS, ...layouts.state.getState().book.saved.map(({ id }) => id)];
}

type Options = {
  readonly dock: { readonly current: DockHandle | null };
  readonly layouts: Layouts;
  /** In the order of their keys. */
  readonly panelIds: readonly string[];
};

/** The keys that go about the dock. */
export function dockKeys({ dock, layouts, panelIds }: Options): Pick<ShortcutActions, 'panels' | 'nextPanel' | 'previousPanel' | 'maximize' | 'layouts'> {
  return {
    panels: (index) => {
      const panelId = panelIds[index];
      if (panelId !== undefined && dock.current !== null) {
        openPanel(dock.current, panelId);
      }
    },
    nextPanel: () => dock.current?.cycle(1),
    previousPanel: () => dock.current?.cycle(-1),
    maximize: () => dock.current?.toggleMaximized(),
    layouts: (index) => {
      const name = layoutNames(layouts)[index];
      if (name !== undefined) {
        layouts.choose(name);
      }
    },
  };
}
