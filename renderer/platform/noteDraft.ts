import type { UnitId } from '#protocol/nouns/ids.ts';
import { serverUrlOf, type Page } from './browserToken.ts';

/** What a unit's person is writing and has not saved: a page that is closed by mistake does not lose it. */
export interface NoteDraftStore {
  /** '' without one. */
  read(unitId: UnitId): string;
  /** As well as it goes: on a full device it is in the field alone. */
  keep(unitId: UnitId, text: string): void;
}

export function createNoteDraftStore(page: Page & { readonly localStorage: Pick<Storage, 'getItem' | 'setItem'> }): NoteDraftStore {
  const keyOf = (unitId: UnitId) => `draft ${unitId} ${serverUrlOf(page)}`;
  return {
    read: (unitId) => page.localStorage.getItem(keyOf(unitId)) ?? '',
    keep: (unitId, text) => {
      try {
        page.localStorage.setItem(keyOf(unitId), text);
      } catch {
        return;
      }
    },
  };
}
