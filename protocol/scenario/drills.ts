import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, drillId, unitId, userId } from '../nouns/ids.ts';
import { scenario } from './scenario.ts';
import { drillReport, VERDICTS } from './score.ts';

/** Ids of those who play, by their names in the file. */
const cast = z.object({ units: z.record(z.string(), unitId), people: z.record(z.string(), userId) });

const facts = {
  scenarioId: z.string(),
  /** SHA-256 of the canonical file, lower-case hex: what the score is reckoned by. */
  scenarioHash: z.string().regex(/^[0-9a-f]{64}$/),
  title: z.string(),
  titleEn: z.string(),
  synopsis: z.string(),
  courts: z.array(courtCode),
  expectations: z.int(),
  lastsMs: z.int(),
};

const resultFacts = {
  /** 0 to 100. */
  total: z.int(),
  counts: z.record(z.enum(VERDICTS), z.int()),
  /** The last entry that counted. */
  upTo: z.int(),
};
const result = z.object(resultFacts);
export type DrillResult = z.infer<typeof result>;

/** An exercise, as every console knows it: what is played, never what is expected. */
export const drill = z.object({
  drillId,
  courtCode,
  ...facts,
  startedAt: z.int(),
  startedBy: z.string(),
  /** The entry that began it. */
  startedIn: z.int(),
  ended: z.object({ at: z.int(), by: z.string(), reason: z.string(), result }).nullable(),
  version: z.int(),
});
export type Drill = z.infer<typeof drill>;

export const drillEvents = {
  'drill.started': event({ data: z.object({ ...facts, cast }) }),
  'drill.ended': event({ data: z.object({ reason: z.string(), ...resultFacts }) }),
};

export const drillRequests = {
  /** Only in an exercise hall, one at a time. Errors: notAnExercise, drillRuns, badScenario (params: fault). */
  'drill.start': request({
    needs: 'drills.run',
    about: (input) => [...Object.values(input.cast.units).map((unit) => ({ unit })), ...Object.values(input.cast.people).map((user) => ({ user }))],
    input: z.strictObject({ commandId, scenario, cast: z.strictObject(cast.shape) }),
    output: z.object({ drill }),
  }),
  /** Reckons the score and closes it; for the court that began it and those above. Errors: notFound, drillOver, logUnavailable. */
  'drill.end': request({ needs: 'drills.run', input: z.strictObject({ commandId, drillId, reason: z.string().trim().min(2).max(200) }), output: z.object({ drill }) }),
  /** How it went, expectation by expectation, reckoned from the log; only when it is over, and for the same. Errors: notFound, drillRuns, logUnavailable. */
  'drill.report': request({ needs: 'drills.run', input: z.strictObject({ drillId }), output: z.object({ drill, report: drillReport }) }),
};
