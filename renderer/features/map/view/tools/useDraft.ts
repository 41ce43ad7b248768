import { useEffect, useEffectEvent, useState } from 'react';
import type { Position } from '#domain/geodesy/datum.ts';
import { editRing, startDraft, stepDraft, type Draft, type DraftStep } from '../../model/tools/draft.ts';
import { ringFault } from '../../model/tools/ring.ts';
import type { HallMap } from '../hallMap.ts';

export type DraftOutcome = { readonly fenceId: string | null; readonly ring: readonly Position[] };

/** The tool in the dispatcher's hand and what it has drawn so far. */
export function useDraft(map: HallMap | null, onDone: (outcome: DraftOutcome) => void) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const step = (change: DraftStep): void => setDraft((now) => now && stepDraft(now, change));
  const onStep = useEffectEvent(step);
  const drawing = draft !== null;
  useEffect(() => {
    if (!map || !drawing) {
      return undefined;
    }
    map.setTool({
      onPress: ({ position }) => onStep({ step: 'press', at: position, onFirst: false }),
      onHover: ({ position }) => onStep({ step: 'hover', at: position }),
      onFinish: () => onStep({ step: 'finish' }),
    });
    map.focus();
    return () => map.setTool(null);
  }, [map, drawing]);
  const submit = (): void => {
    if (draft && draft.closed && draft.tool !== 'measure' && ringFault(draft.points) === null) {
      onDone({ fenceId: draft.fenceId, ring: draft.points });
      setDraft(null);
    }
  };
  return {
    draft,
    step,
    submit,
    start: (tool: Draft['tool'] | null, at?: Position) => {
      const begun = tool && startDraft(tool);
      setDraft(begun && at ? stepDraft(begun, { step: 'press', at, onFirst: false }) : begun);
    },
    edit: (fenceId: string, ring: readonly Position[]) => setDraft(editRing(fenceId, ring)),
    /** True: the key was the tool's own. */
    onKey: (key: string): boolean => {
      if (!draft) {
        return false;
      }
      switch (key) {
        case 'Escape':
          setDraft(null);
          return true;
        case 'Enter':
          if (draft.closed && draft.tool !== 'measure') {
            submit();
          } else {
            step({ step: 'finish' });
          }
          return true;
        case 'Backspace':
        case 'Delete':
          step({ step: 'takeBack' });
          return true;
        default:
          return false;
      }
    },
  };
}
