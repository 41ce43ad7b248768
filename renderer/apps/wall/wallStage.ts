import type { ErrorCode } from '#protocol/errors.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import type { LinkPhase } from '../../link/hallLink.ts';

/** What the whole window shows. */
export type WallStage = 'grid' | 'gridOutOfReach' | 'standby' | 'unassigned' | 'connecting' | 'unreachable' | 'refused' | 'enrolmentEnded';

/** Refusals of the machine's token: only a new code helps. */
const ENDS_ENROLMENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['tokenInvalid', 'tokenExpired', 'tokenRevoked']);

/** A layout that was known once is kept while the hall is away; a refusal is for a person to mend and hides it. */
export function wallStage(options: { phase: LinkPhase; error: ErrorCode | null; everSynced: boolean; hasSlotId: boolean; slot: WallSlot | undefined }): WallStage {
  if (!options.hasSlotId) {
    return 'unassigned';
  }
  if (options.phase === 'refused') {
    return options.error !== null && ENDS_ENROLMENT.has(options.error) ? 'enrolmentEnded' : 'refused';
  }
  if (!options.everSynced) {
    return options.phase === 'offline' || options.phase === 'closed' ? 'unreachable' : 'connecting';
  }
  if (options.slot === undefined) {
    return options.phase === 'online' ? 'unassigned' : 'unreachable';
  }
  if (options.phase === 'offline' || options.phase === 'closed') {
    return 'gridOutOfReach';
  }
  return options.slot.tiles.every((tile) => tile.feedId === null) ? 'standby' : 'grid';
}
