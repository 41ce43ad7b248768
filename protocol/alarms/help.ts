import { z } from 'zod';
import { courtCode, unitId } from '../nouns/ids.ts';
import { position } from '../telemetry/place.ts';

/** Why a court stands where it stands in the ranking; words in `alarms.json` `reasons`. */
export const HELP_REASONS = [
  'dutyStaffed', 'deskOnly', 'nobodyOnDuty', 'deskAway', 'vehicleFree', 'onFoot', 'unitsFree', 'unitsCommitted', 'noUnitOnline', 'unitNearby', 'mountainRoad', 'refusedBefore', 'lapsedBefore', 'ownCourt', 'noPosition',
] as const;
export type HelpReason = (typeof HELP_REASONS)[number];

/** One unit that could go. */
export const helpUnit = z.object({ unitId, name: z.string(), kind: z.string(), distanceM: z.number(), etaMs: z.number(), committed: z.boolean(), position: position.nullable() });

/** One court that could help. */
export const helpCandidate = z.object({
  courtCode,
  courtName: z.string(),
  position,
  /** From the court or its nearest free unit, along the straight line, metres. */
  distanceM: z.number(),
  /** When somebody could be there at the earliest, ms from the asking; null when nobody can. */
  etaMs: z.number().nullable(),
  /** Whether it can be asked with any hope; those that cannot stand last. */
  able: z.boolean(),
  onDuty: z.int(),
  freeUnits: z.array(helpUnit),
  committedUnits: z.int(),
  reasons: z.array(z.object({ reason: z.enum(HELP_REASONS), params: z.record(z.string(), z.union([z.string(), z.number()])) })),
});
export type HelpCandidate = z.infer<typeof helpCandidate>;
