import { z } from 'zod';

const AT_MOST = 12;
const recentSchema = z.array(z.string()).max(AT_MOST);

/** Which commands this person used last on this machine, the last one first. */
export interface RecentCommands {
  read(): readonly string[];
  use(commandId: string): void;
}

/** `whose` keeps the people of one machine apart. What cannot be kept is forgotten with the window. */
export function createRecentCommands({ storage, whose }: { readonly storage: Pick<Storage, 'getItem' | 'setItem'>; readonly whose: string }): RecentCommands {
  const key = `palette ${whose}`;
  let recent = kept(storage, key);
  return {
    read: () => recent,
    use: (commandId) => {
      recent = [commandId, ...recent.filter((id) => id !== commandId)].slice(0, AT_MOST);
      try {
        storage.setItem(key, JSON.stringify(recent));
      } catch {
        // Full or forbidden: it holds until the window is closed.
      }
    },
  };
}

function kept(storage: Pick<Storage, 'getItem'>, key: string): readonly string[] {
  try {
    return recentSchema.parse(JSON.parse(storage.getItem(key) ?? '[]'));
  } catch {
    return [];
  }
}
