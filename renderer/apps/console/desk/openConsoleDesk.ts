import type { HallServices } from '../../../features/hall/index.ts';
import { createRecentCommands } from '../../../features/palette/index.ts';
import type { DockHandle } from '../../../ui/dock/dockHandle.ts';
import { createLayouts } from '../layouts/createLayouts.ts';
import { createLayoutKeeper } from '../layouts/layoutKeeper.ts';
import type { ConsoleDesk } from './consoleDesk.ts';
import { createDesk } from './createDesk.ts';

/** `whose` keeps apart what the people of one machine like. */
export function openConsoleDesk({ host, link, replica, whose }: Pick<HallServices, 'host' | 'link' | 'replica'> & { readonly whose: string }): ConsoleDesk {
  const storage = globalThis.localStorage;
  let dock: DockHandle | null = null;
  return {
    desk: createDesk({ link, replica }),
    layouts: createLayouts({ link, keeper: createLayoutKeeper({ storage, whose }), newId: () => crypto.randomUUID(), log: (message) => host.log('warn', message) }),
    recent: createRecentCommands({ storage, whose }),
    dock: {
      get current() {
        return dock;
      },
      take: (handle) => {
        dock = handle;
      },
    },
  };
}
