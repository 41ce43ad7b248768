import type { DockviewApi } from 'dockview-react';
import type { DockLayout, DockPart } from './dockLayout.ts';

type Serialized = ReturnType<DockviewApi['toJSON']>;
type Node = Serialized['grid']['root'];
type Area = { readonly widthPx: number; readonly heightPx: number };

/** How a panel is made anew when an arrangement names it. */
export type PanelShape = { readonly title: string; readonly minWidthPx: number; readonly minHeightPx: number };

/** The library's form of an arrangement on an area of this size. */
export function toDockview(layout: DockLayout, area: Area, shapeOf: (panelId: string) => PanelShape): Serialized {
  const panels: Serialized['panels'] = {};
  let groups = 0;
  const nodeOf = (part: DockPart, sizePx: number, acrossPx: number): Node => {
    if (part.kind === 'split') {
      return { type: 'branch', size: sizePx, data: part.parts.map((inner) => nodeOf(inner, inner.share * acrossPx, sizePx)) };
    }
    for (const id of part.panels) {
      const { title, minWidthPx, minHeightPx } = shapeOf(id);
      panels[id] = { id, contentComponent: 'panel', title, minimumWidth: minWidthPx, minimumHeight: minHeightPx };
    }
    groups += 1;
    return { type: 'leaf', size: sizePx, data: { id: String(groups), views: [...part.panels], activeView: part.active } };
  };
  const { widthPx, heightPx } = area;
  const [alongPx, acrossPx] = layout.axis === 'row' ? [widthPx, heightPx] : [heightPx, widthPx];
  return {
    grid: {
      root: { type: 'branch', size: acrossPx, data: layout.parts.map((part) => nodeOf(part, part.share * alongPx, acrossPx)) },
      width: widthPx,
      height: heightPx,
      orientation: (layout.axis === 'row' ? 'HORIZONTAL' : 'VERTICAL') as Serialized['grid']['orientation'],
    },
    panels,
  };
}

/** The arrangement on screen, without its pixels. */
export function fromDockview({ grid }: Pick<Serialized, 'grid'>): DockLayout {
  return { axis: (grid.orientation as string) === 'HORIZONTAL' ? 'row' : 'column', parts: partsOf(grid.root) };
}

function partsOf(node: Node): DockPart[] {
  const nodes = Array.isArray(node.data) ? node.data : [];
  const whole = nodes.reduce((sum, { size = 0 }) => sum + size, 0);
  return nodes.flatMap((inner): DockPart[] => {
    const share = whole > 0 ? (inner.size ?? 0) / whole : 1 / nodes.length;
    if (Array.isArray(inner.data)) {
      return [{ kind: 'split', share, parts: partsOf(inner) }];
    }
    const { views, activeView } = inner.data;
    const [first] = views;
    return first === undefined ? [] : [{ kind: 'tabs', share, panels: views, active: activeView ?? first }];
  });
}
