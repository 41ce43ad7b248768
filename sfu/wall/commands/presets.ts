import { randomUUIDv7 } from 'node:crypto';
import { presetId } from '#protocol/nouns/ids.ts';
import { removePreset, savePreset } from '#domain/wall/decide/decidePreset.ts';
import type { HallLog } from '../../ports/log.ts';
import type { HandlersOf } from '../../ports/session.ts';
import { wallCaller } from './wallCaller.ts';

/** Saved layouts (预案) of each court. */
export function createPresets({ log }: { readonly log: HallLog }): { readonly handlers: HandlersOf<'preset'> } {
  return {
    handlers: {
      'preset.save': async ({ commandId, ...input }, session) => {
        const { actor, tokenId: via } = session;
        const newId = presetId.parse(randomUUIDv7());
        return (await log.execute({ commandId, name: 'preset.save', input, actor, via, decide: (state) => savePreset(state, { ...input, newId }, wallCaller(session)) })).answer;
      },
      'preset.remove': async ({ commandId, ...input }, session) => {
        const { actor, tokenId: via } = session;
        return (await log.execute({ commandId, name: 'preset.remove', input, actor, via, decide: (state) => removePreset(state, input, wallCaller(session)) })).answer;
      },
    },
  };
}
