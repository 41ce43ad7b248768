import { z } from 'zod';
import { UNIT_KINDS } from '#protocol/nouns/units.ts';
import { unitId } from '#protocol/nouns/ids.ts';

/** How a simulated unit reaches the hall: the project's own field page in a hidden window, or encoded RTP like a recorder. */
export const SENDERS = ['page', 'rtp'] as const;

export const plannedMember = z.object({
  name: z.string().min(1).max(64),
  teamName: z.string().min(1).max(64),
  courtCode: z.string(),
  courtName: z.string(),
  kind: z.enum(UNIT_KINDS),
  routeId: z.string(),
  /** Where on its route the unit begins, ms of travel. */
  routeOffsetMs: z.number().min(0),
  /** At its start, 0 to 100. */
  batteryPercent: z.number().min(0).max(100),
  sender: z.enum(SENDERS),
});
export type PlannedMember = z.infer<typeof plannedMember>;

/** A planned unit that the hall has enrolled. */
export const fleetMember = plannedMember.extend({ unitId, token: z.string().min(1) });
export type FleetMember = z.infer<typeof fleetMember>;

export const fleetFile = z.array(fleetMember).min(1);
