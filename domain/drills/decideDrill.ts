import { AppError } from '#protocol/errors.ts';
import type { EventData } from '#protocol/events.ts';
import type { CourtCode, DrillId } from '#protocol/nouns/ids.ts';
import type { Drill, DrillResult } from '#protocol/scenario/drills.ts';
import { found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Answer = { drill: Drill };

/** One at a time: the clock is everybody's. Errors: drillRuns. */
export function startDrill(state: HallState, { drillId, courtCode, ...data }: EventData<'drill.started'> & { readonly drillId: DrillId; readonly courtCode: CourtCode }): Decision<Answer> {
  if (runningDrill(state) !== undefined) {
    throw new AppError('drillRuns');
  }
  return decided({ drillId, courtCode }, { name: 'drill.started', data });
}

/** Errors: notFound, drillOver. */
export function endDrill(state: HallState, { drillId, reason, result }: { readonly drillId: DrillId; readonly reason: string; readonly result: DrillResult }): Decision<Answer> {
  return decided(openDrill(state, drillId), { name: 'drill.ended', data: { reason, ...result } });
}

/** The one that is being played. */
export function runningDrill(state: Pick<HallState, 'drills'>): Drill | undefined {
  return state.drills.find(({ ended }) => ended === null);
}

/** Errors: notFound, drillOver. */
export function openDrill(state: HallState, drillId: DrillId): Drill {
  const drill = found(state.drills.get(drillId), 'drill');
  if (drill.ended !== null) {
    throw new AppError('drillOver');
  }
  return drill;
}

type Change = Extract<NewEvent, { name: `drill.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

function decided({ drillId, courtCode }: Pick<Drill, 'drillId' | 'courtCode'>, change: Change): Decision<Answer> {
  return {
    events: [{ ...change, subject: `drill/${drillId}`, courtCode }],
    answer: (after) => ({ drill: found(after.drills.get(drillId), 'drill') }),
  };
}
