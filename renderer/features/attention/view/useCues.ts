import { useEffect } from 'react';
import type { Cue } from '../model/createAttention.ts';
import { useAttention } from './AttentionProvider.tsx';

/** Keeps exactly these cues under one beginning of their ids (`alarm/`): those that are gone are over. Give it a memoised list. */
export function useCues(prefix: string, cues: readonly Cue[]): void {
  const attention = useAttention();
  useEffect(() => {
    const ids = new Set(cues.map(({ id }) => id));
    for (const cue of cues) {
      attention.raise(cue);
    }
    for (const id of attention.state.getState().cues.keys()) {
      if (id.startsWith(prefix) && !ids.has(id)) {
        attention.clear(id);
      }
    }
  }, [attention, prefix, cues]);
  useEffect(
    () => () => {
      for (const id of attention.state.getState().cues.keys()) {
        if (id.startsWith(prefix)) {
          attention.clear(id);
        }
      }
    },
    [attention, prefix],
  );
}
