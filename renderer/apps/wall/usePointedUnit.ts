import { useEffect, useState } from 'react';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useHall } from '../../features/hall/index.ts';

/** The unit that the court's desk has chosen, as last heard; null while none is. */
export function usePointedUnit(): UnitId | null {
  const { link } = useHall();
  const [pointed, setPointed] = useState<UnitId | null>(null);
  useEffect(() => link.on('wall.pointed', ({ unitId }) => setPointed(unitId)), [link]);
  return pointed;
}
