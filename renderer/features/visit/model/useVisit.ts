import { useStore } from 'zustand';
import type { WallRecord } from '#protocol/wall/wall.ts';
import { useHall } from '../../hall/index.ts';

/** The visit to this window's court, as last heard; null while there is none, and before the hall was reached once. */
export function useVisit(): WallRecord['visit'] {
  const { replica, lastSession } = useHall();
  const courtCode = useStore(lastSession, (session) => session?.court.courtCode ?? null);
  return useStore(replica.state, ({ log }) => (courtCode === null ? null : (log.walls.get(courtCode)?.visit ?? null)));
}
