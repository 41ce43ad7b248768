export type Obstacle = 'offline' | 'away' | 'deaf';

/** Why the unit cannot be talked to now; null when it can. One who speaks is no obstacle: a desk waits for a desk, and a unit gives way. */
export function obstacleOf(present: { readonly linkOnline: boolean; readonly unitOnline: boolean; readonly hears: boolean }): Obstacle | null {
  if (!present.linkOnline) return 'offline';
  if (!present.unitOnline) return 'away';
  return present.hears ? null : 'deaf';
}
