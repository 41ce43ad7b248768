import { randomUUIDv7 } from 'node:crypto';
import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import { drillId as drillIdSchema, type DrillId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { Drill } from '#protocol/scenario/drills.ts';
import type { DrillReport } from '#protocol/scenario/score.ts';
import { sees } from '#domain/access/viewer.ts';
import { found } from '#domain/decision/decision.ts';
import { endDrill, startDrill } from '#domain/drills/decideDrill.ts';
import { resultOf } from '#domain/drills/drillReport.ts';
import { scenarioFaults } from '#domain/drills/scenarioFaults.ts';
import { scoreDrill } from '#domain/drills/scoreDrill.ts';
import { spanMs } from '#domain/drills/spans.ts';
import type { Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { drillEntries } from './drillEntries.ts';
import { ScenarioShelf } from './scenarioShelf.ts';

type Options = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'read'>;
  /** Whether the hall says that it is an exercise. */
  readonly exercise: boolean;
  /** Storage folder. */
  readonly folder: string;
};

export interface Drills {
  readonly handlers: HandlersOf<'drill'>;
}

/** Exercises: what is played, and how it went. */
export function createDrills({ log, journal, exercise, folder }: Options): Drills {
  const shelf = ScenarioShelf.create({ folder });

  async function start({ commandId, ...input }: RequestData<'drill.start'>, { actor, tokenId: via, courtCode }: Session): Promise<{ drill: Drill }> {
    if (!exercise) {
      throw new AppError('notAnExercise');
    }
    const { scenario, cast } = input;
    const [fault] = scenarioFaults(scenario);
    if (fault !== undefined) {
      throw new AppError('badScenario', { params: { fault } });
    }
    const { id: scenarioId, title, titleEn, synopsis, courts, expectations, lasts } = scenario;
    const scenarioHash = await shelf.put(scenario);
    const drillId = drillIdSchema.parse(randomUUIDv7());
    const facts = { scenarioId, scenarioHash, title, titleEn, synopsis, courts, expectations: expectations.length, lastsMs: spanMs(lasts), cast };
    return (await log.execute({ commandId, name: 'drill.start', input: { scenarioHash, cast }, actor, via, decide: (state) => startDrill(state, { drillId, courtCode, ...facts }) })).answer;
  }

  async function end({ commandId, ...input }: RequestData<'drill.end'>, session: Session): Promise<{ drill: Drill }> {
    const { drillId, reason } = input;
    const { actor, tokenId: via } = session;
    const upTo = log.position.sequence;
    const known = drillOf(drillId, session);
    // Asked again it is answered as before: only what is open is reckoned.
    const result = known.ended?.result ?? resultOf(await reckon(known, upTo), upTo);
    return (await log.execute({ commandId, name: 'drill.end', input, actor, via, decide: (state) => endDrill(state, { drillId, reason, result }) })).answer;
  }

  async function report({ drillId }: RequestData<'drill.report'>, session: Session): Promise<{ drill: Drill; report: DrillReport }> {
    const drill = drillOf(drillId, session);
    if (drill.ended === null) {
      throw new AppError('drillRuns');
    }
    return { drill, report: await reckon(drill, drill.ended.result.upTo) };
  }

  /** Everybody knows what is played; whose it is ends it and reads how it went. Errors: notFound. */
  function drillOf(drillId: DrillId, { courtCode }: Session): Drill {
    const drill = found(log.state.drills.get(drillId), 'drill');
    return found(sees(courtCode, drill.courtCode) ? drill : undefined, 'drill');
  }

  async function reckon(drill: Drill, upTo: number): Promise<DrillReport> {
    const [scenario, entries] = await Promise.all([shelf.read(drill.scenarioHash), drillEntries(journal, { from: drill.startedIn, upTo })]);
    return scoreDrill(scenario, castOf(entries), entries);
  }

  return { handlers: { 'drill.start': start, 'drill.end': end, 'drill.report': report } };
}

function castOf([first]: readonly Entry[]): Parameters<typeof scoreDrill>[1] {
  const event = first === undefined ? null : eventOf(first);
  if (event?.name !== 'drill.started') {
    throw new AppError('internal', { detail: 'the first entry of an exercise is not its start' });
  }
  return event.data.cast;
}
