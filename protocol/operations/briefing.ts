import { z } from 'zod';
import { notice } from '../definition/notice.ts';
import { operationId, stepId } from '../nouns/ids.ts';
import { place } from '../telemetry/place.ts';
import { OPERATION_STATES } from './operations.ts';

/** What a unit is told of its operation: what is to do, what is missing, which clocks run. Texts are in Chinese, from the rule book. */
export const briefing = z.object({
  operation: z.object({
    operationId,
    title: z.string(),
    state: z.enum(OPERATION_STATES),
    place,
    steps: z.array(z.object({
      stepId,
      name: z.string(),
      state: z.enum(['planned', 'begun']),
      partyName: z.string().nullable(),
      missing: z.array(z.string()),
      clocks: z.array(z.object({ name: z.string(), dueAt: z.int(), amberAt: z.int() })),
      recorders: z.object({ needed: z.int(), running: z.int() }).nullable(),
    })),
  }).nullable(),
});
export type Briefing = z.infer<typeof briefing>;

export const briefingNotices = {
  /** To a unit: after its hello and whenever it changes; null when it is on no operation. */
  'unit.briefed': notice({ data: briefing }),
};
