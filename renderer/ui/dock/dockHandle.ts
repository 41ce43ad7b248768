import type { DockviewApi } from 'dockview-react';
import { afterDrawn } from './afterDrawn.ts';
import { panelsOf, type DockLayout, type DockPart } from './dockLayout.ts';
import { fromDockview, toDockview, type PanelShape } from './dockviewShape.ts';

/** What the window does with its dock. Panels that are moved or covered are never built anew. */
export type DockHandle = {
  /** Puts an arrangement on screen; panels that stay are moved as they are. */
  readonly apply: (layout: DockLayout) => void;
  readonly layout: () => DockLayout;
  readonly isOpen: (panelId: string) => boolean;
  /** Opens it where it is not (among the tabs of the first of `beside` that is open), brings it to the front, and gives it the keyboard. */
  readonly show: (panelId: string, options?: { readonly beside?: readonly string[]; readonly focus?: boolean }) => void;
  readonly close: (panelId: string) => void;
  /** The keyboard goes to the next panel on screen, or the one before. */
  readonly cycle: (step: 1 | -1) => void;
  /** The panel with the keyboard over the whole dock, and back. */
  readonly toggleMaximized: () => void;
};

type Options = { readonly api: DockviewApi; readonly root: HTMLElement; readonly onApply: () => void; readonly shapeOf: (panelId: string) => PanelShape };

export function createDockHandle({ api, root, onApply, shapeOf }: Options): DockHandle {
  const host = (panelId: string) => root.querySelector<HTMLElement>(`[data-panel="${panelId}"]`);
  const focus = (panelId: string) => {
    afterDrawn(root.ownerDocument.defaultView, () => {
      const drawn = host(panelId);
      // Keys with a modifier do not count as keyboard use, and the ring would be missing.
      (drawn?.querySelector<HTMLElement>('[data-panel-focus]') ?? drawn)?.focus({ focusVisible: true });
    });
  };
  const focused = () => root.ownerDocument.activeElement?.closest<HTMLElement>('[data-panel]')?.dataset['panel'] ?? null;
  const layout = () => fromDockview(api.toJSON());
  const handle: DockHandle = {
    layout,
    apply: (next) => {
      onApply();
      const before = focused();
      const area = { widthPx: Math.max(1, api.width), heightPx: Math.max(1, api.height) };
      if (panelsOf(next).length === 0) {
        api.clear();
      } else {
        api.fromJSON(toDockview(next, area, shapeOf), { reuseExistingPanels: true });
      }
      // What had the keyboard keeps it, wherever it went.
      if (before !== null && focused() === null && api.getPanel(before)?.api.isVisible === true) {
        focus(before);
      }
    },
    isOpen: (panelId) => api.getPanel(panelId) !== undefined,
    show: (panelId, options = {}) => {
      const open = api.getPanel(panelId);
      if (open === undefined) {
        const neighbour = options.beside?.find((id) => api.getPanel(id) !== undefined);
        const { title, minWidthPx, minHeightPx } = shapeOf(panelId);
        api.addPanel({
          id: panelId,
          component: 'panel',
          title,
          minimumWidth: minWidthPx,
          minimumHeight: minHeightPx,
          ...(neighbour !== undefined ? { position: { referencePanel: neighbour, direction: 'within' as const } } : api.totalPanels > 0 ? { position: { direction: 'right' as const }, initialWidth: minWidthPx } : {}),
        });
      } else {
        open.api.setActive();
      }
      if (options.focus !== false) {
        focus(panelId);
      }
    },
    close: (panelId) => api.getPanel(panelId)?.api.close(),
    cycle: (step) => {
      const shown = activesOf(layout().parts).filter((id) => api.getPanel(id)?.api.isVisible === true);
      const at = shown.indexOf(focused() ?? '');
      const next = shown[at === -1 ? (step === 1 ? 0 : shown.length - 1) : (at + step + shown.length) % shown.length];
      if (next !== undefined) {
        handle.show(next);
      }
    },
    toggleMaximized: () => {
      const panel = api.getPanel(focused() ?? '') ?? api.activePanel;
      if (api.hasMaximizedGroup()) {
        api.exitMaximizedGroup();
      } else if (panel !== undefined) {
        api.maximizeGroup(panel);
      }
    },
  };
  return handle;
}

function activesOf(parts: readonly DockPart[]): string[] {
  return parts.flatMap((part) => (part.kind === 'tabs' ? [part.active] : activesOf(part.parts)));
}
