export type Obstacle = 'noRight' | 'offline' | 'away' | 'deaf' | 'busy';

/** Why the unit cannot be talked to now; null when it can. */
export function obstacleOf(present: { readonly mayTalk: boolean; readonly linkOnline: boolean; readonly unitOnline: boolean; readonly hears: boolean; readonly speaker: string | null }): Obstacle | null {
  if (!present.mayTalk) return 'noRight';
  if (!present.linkOnline) return 'offline';
  if (!present.unitOnline) return 'away';
  if (!present.hears) return 'deaf';
  return present.speaker === null ? null : 'busy';
}
