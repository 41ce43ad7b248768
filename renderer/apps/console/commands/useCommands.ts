import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttention } from '../../../features/attention/index.ts';
import { useHall } from '../../../features/hall/index.ts';
import { useInstruct } from '../../../features/instructions/index.ts';
import type { Command } from '../../../features/palette/index.ts';
import type { Selection } from '../../../features/selection/index.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useConsoleDesk } from '../desk/consoleDesk.ts';
import type { PageName } from '../pages.ts';
import type { DeskPanel } from '../panels.tsx';
import { consoleCommands } from './consoleCommands.ts';
import { wallCommands } from '../wallTools/wallCommands.ts';
import { thingCommands } from './thingCommands.ts';

type Options = {
  readonly pages: readonly PageName[];
  readonly panels: readonly DeskPanel[];
  readonly openPage: (page: PageName) => void;
  readonly openPanel: (panelId: string) => void;
  readonly openDialog: (name: 'settings' | 'shortcuts' | 'saveLayout') => void;
  /** Null: the session may not. */
  readonly beginVisit: (() => void) | null;
};

/** Everything that has a name now; put together when it is asked for. */
export function useCommands({ pages, panels, openPage, openPanel, openDialog, beginVisit }: Options): () => Command[] {
  const { t } = useTranslation();
  const { replica } = useHall();
  const { desk, layouts, dock } = useConsoleDesk();
  const attention = useAttention();
  const instruct = useInstruct();
  return useCallback(
    () => [
      ...consoleCommands({ t, pages, panelIds: panels.map(({ id }) => id), layouts, attention, openPage, openPanel, openDialog, maximize: () => dock.current?.toggleMaximized() }),
      ...(beginVisit === null ? [] : [{ id: 'visit', title: t('visit.beginCommand'), group: t('palette.group.console'), keywords: ['visit', 'hide'], chord: 'F10', run: beginVisit }]),
      ...(panels.some(({ id }) => id === 'wall') ? wallCommands({ t, tools: desk.wallTools, openPanel }) : []),
      ...(instruct === null ? [] : [{ id: 'instruct', title: t('instructions.begin'), group: t('palette.group.console'), keywords: ['instruction', 'zhiling'], run: () => instruct({ unitIds: chosenUnit(desk.selection) }) }]),
      ...thingCommands({
        t,
        state: replica.state.getState(),
        selection: desk.selection,
        openPanel,
        ...(pages.includes('admin') ? { openPeople: () => openPage('admin') } : {}),
      }),
    ],
    [t, pages, panels, layouts, attention, openPage, openPanel, openDialog, beginVisit, dock, replica, desk, instruct],
  );
}

function chosenUnit(selection: Selection): readonly UnitId[] {
  const { unitId } = selection.state.getState();
  return unitId === null ? [] : [unitId];
}
