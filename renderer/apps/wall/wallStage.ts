import type { ErrorCode } from '#protocol/errors.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';
import type { LinkPhase } from '../../link/hallLink.ts';

/** What the whole window shows. */
export type WallStage = 'grid' | 'gridOutOfReach' | 'standby' | 'blank' | 'visit' | 'unassigned' | 'connecting' | 'unreachable' | 'refused' | 'enrolmentEnded';

/** Refusals of the machine's token: only a new code helps. */
const ENDS_ENROLMENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['tokenInvalid', 'tokenExpired', 'tokenRevoked']);

type WallFacts = {
  readonly phase: LinkPhase;
  readonly error: ErrorCode | null;
  readonly everSynced: boolean;
  readonly hasSlotId: boolean;
  readonly slot: WallSlot | undefined;
  /** Whether an alarm has a tile here. */
  readonly taken: boolean;
  /** Whether visitors are in the hall (参观模式). */
  readonly visited: boolean;
};

/**
 * A layout that was known once is kept while the hall is away; a refusal is for a person to mend and hides it. Visitors come
 * before everything that was arranged, and a blank display before what would be on it.
 */
export function wallStage(options: WallFacts): WallStage {
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
  if (options.visited) {
    return 'visit';
  }
  const { layout } = options.slot;
  if (layout.blank) {
    return 'blank';
  }
  if (options.phase === 'offline' || options.phase === 'closed') {
    return 'gridOutOfReach';
  }
  return !options.taken && layout.tiles.every(({ content }) => content.kind === 'empty') ? 'standby' : 'grid';
}
