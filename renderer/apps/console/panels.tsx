import { lazy, type ComponentType } from 'react';
import type { Capability } from '#protocol/capabilities.ts';
import { AlarmPanel } from '../../features/alarms/index.ts';
import { CallPanel } from '../../features/calls/index.ts';
import { RosterPanel } from '../../features/duty/index.ts';
import { InstructionPanel, InstructionWatch } from '../../features/instructions/index.ts';
import { JournalPanel } from '../../features/journal/index.ts';
import { OperationPanel, OperationWatch } from '../../features/operations/index.ts';
import { OrderPanel } from '../../features/orders/index.ts';
import { ReportPanel, ReportWatch } from '../../features/reports/index.ts';
import { TalkPanel, TalkWatch } from '../../features/talk/index.ts';
import { BellIcon, CameraIcon, DisplayIcon, InstructionIcon, JournalIcon, ListIcon, MapIcon, OperationIcon, OrderIcon, PersonIcon, PhoneIcon, ReportIcon, TalkIcon } from '../../ui/icons.tsx';
import { FeedsPane, UnitCount, UnitsPane, WallPane, WallWatch } from './desk/panes.tsx';
import { AlarmWatch, OrderWatch } from './desk/watches.tsx';

/** Names of panels, in the order of their keys (Alt+1…); titles are `desk.panel.<id>`. Arrangements name them, so they stay. */
export const PANEL_IDS = ['units', 'map', 'feeds', 'wall', 'alarms', 'operations', 'orders', 'calls', 'journal', 'roster', 'talk', 'instructions', 'reports'] as const;
export type PanelId = (typeof PANEL_IDS)[number];

export const PANEL_ICONS: Record<PanelId, ComponentType<{ readonly size?: number }>> = {
  units: ListIcon,
  map: MapIcon,
  feeds: CameraIcon,
  wall: DisplayIcon,
  alarms: BellIcon,
  operations: OperationIcon,
  orders: OrderIcon,
  calls: PhoneIcon,
  journal: JournalIcon,
  roster: PersonIcon,
  talk: TalkIcon,
  instructions: InstructionIcon,
  reports: ReportIcon,
};

/** One panel of the desk, as data. */
export type DeskPanel = {
  readonly id: PanelId;
  readonly minWidthPx: number;
  readonly minHeightPx: number;
  /** Without all of them the panel is not there. */
  readonly needs: readonly Capability[];
  readonly Content: ComponentType;
  /** In its tab, beside the title. */
  readonly Note?: ComponentType;
  /** Draws nothing and is always there: tells of what waits while the panel is closed or covered. */
  readonly Watch?: ComponentType;
};

// The map is most of the program; the other panels need not wait for it.
const MapPane = lazy(async () => ({ default: (await import('./MapPane.tsx')).MapPane }));

/** A new panel is one line here. */
const PANELS: readonly DeskPanel[] = [
  { id: 'units', minWidthPx: 220, minHeightPx: 180, needs: ['hall.follow'], Content: UnitsPane, Note: UnitCount },
  { id: 'map', minWidthPx: 320, minHeightPx: 220, needs: ['telemetry.follow'], Content: MapPane },
  { id: 'feeds', minWidthPx: 300, minHeightPx: 260, needs: ['media.view'], Content: FeedsPane },
  { id: 'wall', minWidthPx: 360, minHeightPx: 180, needs: ['wall.edit'], Content: WallPane, Watch: WallWatch },
  { id: 'alarms', minWidthPx: 260, minHeightPx: 180, needs: ['hall.follow'], Content: AlarmPanel, Watch: AlarmWatch },
  { id: 'operations', minWidthPx: 300, minHeightPx: 180, needs: ['hall.follow'], Content: OperationPanel, Watch: OperationWatch },
  { id: 'orders', minWidthPx: 260, minHeightPx: 160, needs: ['hall.follow'], Content: OrderPanel, Watch: OrderWatch },
  { id: 'calls', minWidthPx: 260, minHeightPx: 160, needs: ['calls.take'], Content: CallPanel },
  { id: 'journal', minWidthPx: 260, minHeightPx: 160, needs: ['hall.follow'], Content: JournalPanel },
  { id: 'roster', minWidthPx: 220, minHeightPx: 140, needs: ['hall.follow'], Content: RosterPanel },
  { id: 'talk', minWidthPx: 260, minHeightPx: 180, needs: ['talk.use'], Content: TalkPanel, Watch: TalkWatch },
  { id: 'instructions', minWidthPx: 260, minHeightPx: 160, needs: ['hall.follow'], Content: InstructionPanel, Watch: InstructionWatch },
  { id: 'reports', minWidthPx: 260, minHeightPx: 160, needs: ['media.view'], Content: ReportPanel, Watch: ReportWatch },
];

/** The panels of a session, in the order of their keys. */
export function panelsFor(capabilities: readonly Capability[]): DeskPanel[] {
  return PANEL_IDS.flatMap((id) => PANELS.filter((panel) => panel.id === id && panel.needs.every((needed) => capabilities.includes(needed))));
}
