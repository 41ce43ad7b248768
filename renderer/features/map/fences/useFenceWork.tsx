import { useState, type ReactNode } from 'react';
import type { Position } from '#domain/geodesy/datum.ts';
import { fenceId as fenceIdSchema, type FenceId } from '#protocol/nouns/ids.ts';
import { useCapability, useHallState } from '../../hall/index.ts';
import type { MapActions } from '../view/MapView.tsx';
import { FenceDialog } from './FenceDialog.tsx';
import { RemoveFenceDialog } from './RemoveFenceDialog.tsx';
import { ReshapeDialog } from './ReshapeDialog.tsx';

type Work = { readonly kind: 'draw'; readonly ring: readonly Position[] } | { readonly kind: 'reshape'; readonly fenceId: FenceId; readonly ring: readonly Position[] } | { readonly kind: 'remove'; readonly fenceId: FenceId };

/** Drawing, reshaping and removing fences: what the map may do, and the question that is open. Nothing for whoever may not draw them. */
export function useFenceWork(onDrawn: (fenceId: FenceId) => void): { readonly actions: MapActions; readonly dialog: ReactNode } {
  const allowed = useCapability('fences.draw');
  const fences = useHallState((state) => state.log.fences);
  const [work, setWork] = useState<Work | null>(null);
  if (!allowed) {
    return { actions: {}, dialog: null };
  }
  const close = () => setWork(null);
  const fence = work && work.kind !== 'draw' ? fences.get(work.fenceId) : undefined;
  return {
    actions: {
      onFenceDrawn: (ring) => setWork({ kind: 'draw', ring }),
      onFenceEdited: (fenceId, ring) => setWork({ kind: 'reshape', fenceId: fenceIdSchema.parse(fenceId), ring }),
      onFenceRemoved: (fenceId) => setWork({ kind: 'remove', fenceId: fenceIdSchema.parse(fenceId) }),
    },
    dialog: (
      <>
        {work?.kind === 'draw' && <FenceDialog ring={work.ring} onDrawn={onDrawn} onClose={close} />}
        {work?.kind === 'reshape' && fence && <ReshapeDialog fence={fence} ring={work.ring} onClose={close} />}
        {work?.kind === 'remove' && fence && <RemoveFenceDialog fence={fence} onClose={close} />}
      </>
    ),
  };
}
