import type { LoudnessKeeper } from './createAttention.ts';

const KEY = 'attention volume';

/** Kept with the machine: its loudspeakers are the same whoever sits there. A browser that keeps nothing forgets it. */
export function loudnessOf(storage: Pick<Storage, 'getItem' | 'setItem'>): LoudnessKeeper {
  return {
    read: () => {
      try {
        const volume = Number.parseFloat(storage.getItem(KEY) ?? '');
        return Number.isFinite(volume) ? volume : null;
      } catch {
        return null;
      }
    },
    write: (volume) => {
      try {
        storage.setItem(KEY, String(volume));
      } catch {
        // It holds until the window is closed.
      }
    },
  };
}
