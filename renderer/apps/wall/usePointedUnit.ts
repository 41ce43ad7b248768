import { useEffect, useState } from 'react';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useHall, useLinkState } from '../../features/hall/index.ts';

/** The unit that the court's desk has chosen, for a frame around its picture; null while none is, or the hall is away. */
export function usePointedUnit(): UnitId | null {
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const [pointed, setPointed] = useState<UnitId | null>(null);
  useEffect(() => link.on('wall.pointed', ({ unitId }) => setPointed(unitId)), [link]);
  return online ? pointed : null;
}
