import type { Map as PersistentMap } from 'immutable';
import type { PresetId } from '#protocol/nouns/ids.ts';
import type { Preset } from '#protocol/wall/presets.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Presets = PersistentMap<PresetId, Preset>;

export function foldPreset(presets: Presets, event: EventOf<'preset'>): Presets {
  const presetId = idOf(event.subject) as PresetId;
  const { courtCode, version } = event;
  return event.name === 'preset.removed' ? presets.delete(presetId) : presets.set(presetId, { presetId, courtCode, ...event.data, version });
}
