import type { DockLayout, DockPart } from '../../../ui/dock/dockLayout.ts';

/** Arrangements that everyone has, in the order of their keys. */
export const PRESETS = ['command', 'duty', 'unit', 'walls'] as const;
export type PresetName = (typeof PRESETS)[number];

/** How much a desk's screen holds. */
export type ScreenSize = 'small' | 'usual' | 'large';

/** `widthPx` in CSS pixels: 1366 wide is small, 1920 usual, 3840 large. */
export function screenSize(widthPx: number): ScreenSize {
  return widthPx < 1_600 ? 'small' : widthPx < 2_500 ? 'usual' : 'large';
}

const tabs = (share: number, ...panels: string[]): DockPart => ({ kind: 'tabs', share, panels, active: panels[0]! });
const stack = (share: number, ...parts: DockPart[]): DockPart => ({ kind: 'split', share, parts });
const row = (...parts: DockPart[]): DockLayout => ({ axis: 'row', parts });

/** Every panel stands in each of them somewhere, but for those that are no use there: nothing is ever out of reach. */
const LAYOUTS: Record<PresetName, Record<ScreenSize, DockLayout>> = {
  /** 指挥: the map in the middle, what is to be answered on the left, pictures on the right. */
  command: {
    small: row(tabs(0.24, 'units', 'alarms', 'orders', 'instructions', 'calls', 'talk', 'roster'), stack(0.44, tabs(0.6, 'map'), tabs(0.4, 'wall', 'operations', 'journal', 'reports')), tabs(0.32, 'feeds')),
    usual: row(
      stack(0.22, tabs(0.36, 'units', 'roster'), tabs(0.64, 'alarms', 'orders', 'instructions', 'calls', 'talk')),
      stack(0.5, tabs(0.69, 'map'), tabs(0.31, 'wall', 'operations', 'journal', 'reports')),
      tabs(0.28, 'feeds'),
    ),
    large: row(
      stack(0.13, tabs(0.6, 'units'), tabs(0.4, 'roster')),
      stack(0.17, tabs(0.55, 'alarms'), tabs(0.45, 'orders', 'instructions', 'calls', 'talk')),
      stack(0.42, tabs(0.74, 'map'), tabs(0.26, 'wall')),
      stack(0.28, tabs(0.68, 'feeds'), tabs(0.32, 'operations', 'journal', 'reports')),
    ),
  },
  /** 值班: alarms, orders and calls as wide as they want. */
  duty: {
    small: row(tabs(0.4, 'alarms', 'orders', 'instructions', 'calls', 'talk', 'operations', 'journal', 'reports'), stack(0.6, tabs(0.55, 'map', 'feeds', 'wall'), tabs(0.45, 'units', 'roster'))),
    usual: row(
      stack(0.34, tabs(0.58, 'alarms'), tabs(0.42, 'orders', 'instructions', 'calls', 'talk')),
      stack(0.42, tabs(0.62, 'map', 'wall'), tabs(0.38, 'operations', 'journal', 'reports')),
      stack(0.24, tabs(0.55, 'feeds'), tabs(0.45, 'units', 'roster')),
    ),
    large: row(
      stack(0.26, tabs(0.6, 'alarms'), tabs(0.4, 'roster')),
      stack(0.2, tabs(0.5, 'orders', 'instructions'), tabs(0.5, 'calls', 'talk')),
      stack(0.32, tabs(0.62, 'map', 'wall'), tabs(0.38, 'operations', 'journal', 'reports')),
      stack(0.22, tabs(0.62, 'feeds'), tabs(0.38, 'units')),
    ),
  },
  /** 单警: one unit's picture large, its place beside it. */
  unit: {
    small: row(tabs(0.22, 'units', 'alarms', 'orders', 'instructions', 'calls', 'talk', 'roster'), tabs(0.48, 'feeds'), stack(0.3, tabs(0.55, 'map'), tabs(0.45, 'operations', 'journal', 'reports', 'wall'))),
    usual: row(stack(0.17, tabs(0.62, 'units', 'roster'), tabs(0.38, 'alarms', 'orders', 'instructions', 'calls', 'talk')), tabs(0.5, 'feeds'), stack(0.33, tabs(0.55, 'map', 'wall'), tabs(0.45, 'operations', 'journal', 'reports'))),
    large: row(stack(0.13, tabs(0.62, 'units', 'roster'), tabs(0.38, 'alarms', 'orders', 'instructions', 'calls', 'talk')), tabs(0.5, 'feeds'), stack(0.37, tabs(0.6, 'map', 'wall'), tabs(0.4, 'operations', 'journal', 'reports'))),
  },
  /** 大屏: the wall is being set. */
  walls: {
    small: row(tabs(0.24, 'units', 'alarms', 'orders', 'instructions', 'calls', 'talk', 'roster'), stack(0.5, tabs(0.6, 'wall'), tabs(0.4, 'map', 'operations', 'journal', 'reports')), tabs(0.26, 'feeds')),
    usual: row(stack(0.18, tabs(0.68, 'units', 'roster'), tabs(0.32, 'alarms', 'orders', 'instructions', 'calls', 'talk')), stack(0.56, tabs(0.58, 'wall'), tabs(0.42, 'map', 'operations', 'journal', 'reports')), tabs(0.26, 'feeds')),
    large: row(stack(0.14, tabs(0.68, 'units', 'roster'), tabs(0.32, 'alarms', 'orders', 'instructions', 'calls', 'talk')), stack(0.58, tabs(0.58, 'wall'), tabs(0.42, 'map', 'operations', 'journal', 'reports')), tabs(0.28, 'feeds')),
  },
};

export function presetLayout(name: PresetName, size: ScreenSize): DockLayout {
  return LAYOUTS[name][size];
}

export function isPreset(name: string): name is PresetName {
  return (PRESETS as readonly string[]).includes(name);
}
