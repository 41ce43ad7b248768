import type { SlotId } from '#protocol/nouns/ids.ts';
import type { Preset } from '#protocol/wall/presets.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import type { WallDesk } from '../../wall/index.ts';
import { recallPreset } from './recallPreset.ts';

/** What was recalled last, and what of it could not be. */
export type RecallNote = { readonly name: string; readonly missing: readonly SlotId[]; readonly gone: number };

type Options = { readonly desk: WallDesk; readonly replica: Pick<HallReplica, 'state'>; readonly now: () => number };

/** Puts the preset up (or into the rehearsal). Null: it was refused, and the wall's notice says why. */
export async function applyPreset(preset: Preset, { desk, replica, now }: Options): Promise<RecallNote | null> {
  let note: RecallNote = { name: preset.name, missing: [], gone: 0 };
  const done = await desk.apply({ kind: 'preset', label: preset.name }, (layouts) => {
    const { feeds } = replica.state.getState();
    const { layouts: recalled, missing, gone } = recallPreset(preset, layouts, { now: now(), hasFeed: (feedId) => feeds.has(feedId) });
    note = { name: preset.name, missing, gone };
    return recalled;
  });
  return done ? note : null;
}
