import { setTimeout as pause } from 'node:timers/promises';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { Act, Cue } from '#protocol/scenario/acts.ts';
import type { Drill } from '#protocol/scenario/drills.ts';
import type { Scenario } from '#protocol/scenario/scenario.ts';
import type { DrillReport } from '#protocol/scenario/score.ts';
import type { When } from '#protocol/scenario/words.ts';
import { judgeChecks, type Judgement } from '#domain/drills/judgeChecks.ts';
import { Moments } from '#domain/drills/moments.ts';
import { beijingMs, spanMs, spanOf } from '#domain/drills/spans.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { newCommandId } from '../../sfu/operator/commandLine.ts';
import { Cues } from './clock/cues.ts';
import { playRunning, playStepped, type Playing } from './clock/pace.ts';
import { enrolCast } from './enrolCast.ts';
import { figuresOf, type Figures } from './figuresOf.ts';
import { LogFollower } from './hall/logFollower.ts';
import { openLink, openOperatorLink, type ExerciseHall } from './hall/openLink.ts';
import { startCameras, type Camera } from './players/cameras.ts';
import { Desks } from './players/desks.ts';
import { performAct, type Room } from './players/performAct.ts';
import { UnitPlayer } from './players/unitPlayer.ts';

export type ScenarioRun = {
  readonly hall: ExerciseHall;
  readonly scenario: Scenario;
  /** Where the simulated outside systems are steered, `http://host:port`. */
  readonly outsideUrl: string | null;
  /** `played`: by the scripted staff; `nobody`: manned desks at which nobody lifts a hand; `drill`: people sit there. */
  readonly staff: 'played' | 'nobody' | 'drill';
  /** Hall ms in one real ms; `stepped`: as fast as everything settles. */
  readonly rate: number | 'stepped';
  /** Whether cameras send encoded pictures, or are only there. */
  readonly pictures: boolean;
  /** Of everyone who plays. */
  readonly password: string;
  readonly say: (text: string) => void;
  /** Ends the exercise before its time. */
  readonly signal?: AbortSignal;
};

export type ScenarioResult = {
  readonly drill: Drill;
  readonly report: DrillReport;
  readonly checks: readonly Judgement[];
  readonly figures: readonly Figures[];
  /** What could not be done as the file has it. */
  readonly faults: readonly string[];
  readonly entries: readonly WireEntry[];
  readonly state: HallState;
};

/** One request may walk over hours with everything that is due in them. */
const STEER_WITHIN_MS = 600_000;
/** The hall thins whoever sends more than 20 positions in a real second. */
const FIXES_APART_MS = 52;

/** Plays a scenario in a running exercise hall, from the enrolment of its cast to the score. Errors: what the hall answers to its beginning or its end. */
export async function runScenario(run: ScenarioRun): Promise<ScenarioResult> {
  const { hall, scenario, staff, rate, say } = run;
  const { cast, leaderToken, unitTokens, personTokens } = await enrolCast({ hall, scenario, password: run.password });
  const link = await openLink({ hall, token: leaderToken, purpose: 'desk', name: '演练导调' });
  const moments = Moments.create(scenario, cast);
  const faults: string[] = [];
  let startedAt = 0;
  let skipAt = 0;
  let sentAt = 0;
  let planned = new Map<string, (() => void)[]>();
  // Between two steps the clock stands where it was set; the link's own reading is for a clock that runs.
  let steeredAt = 0;
  const now = () => (rate === 'stepped' || startedAt === 0 ? steeredAt : Math.max(steeredAt, Math.floor(link.now())));
  const sayAt = (text: string) => say(`+${spanOf(Math.max(0, now() - startedAt))}  ${text}`);
  const fault = (what: string, error: unknown) => {
    faults.push(`+${spanOf(Math.max(0, now() - startedAt))} ${what}：${error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''} ${error.message}` : String(error)}`);
    say(`! ${faults.at(-1)}`);
  };
  const cues = Cues.create({ onFault: (error) => fault('中断', error) });
  const operator = await openOperatorLink(hall);
  const log = await LogFollower.create({ link, operator, onEntries: hear });
  const desks = Desks.create({ hall, people: scenario.people, tokens: personTokens, log, holdsDesks: staff !== 'drill' });
  const units = new Map<string, UnitPlayer>();
  let cameras: ReadonlyMap<string, Camera> = new Map();

  function hear(entries: readonly WireEntry[]): void {
    for (const entry of entries) {
      steeredAt = Math.max(steeredAt, entry.at);
      for (const name of moments.add(entry)) {
        (planned.get(name) ?? []).forEach((begin) => begin());
        planned.delete(name);
      }
      cues.hear([entry]);
    }
  }

  try {
    await steer({ rate: 0 });
    await toStart();
    const filming = scenario.units.filter(({ ref, camera = false }) => camera || scenario.timeline.some(({ act }) => act.do === 'camera' && act.unit === ref));
    if (run.pictures && filming.length > 0) {
      cameras = await startCameras({ units: filming, idOf: (ref) => cast.units[ref]!, state: log.state, now });
    }
    for (const unit of scenario.units) {
      units.set(unit.ref, await UnitPlayer.create({ unit, hall, token: unitTokens.get(unit.ref) ?? '', now, camera: cameras.get(unit.ref) ?? null, seenLive: (feedId) => log.seenLive(feedId), seenGone: () => log.seen(cast.units[unit.ref]!, { online: false }) }));
    }
    await desks.man();
    const { drill } = await link.request('drill.start', { commandId: newCommandId(), scenario, cast });
    startedAt = drill.startedAt;
    await log.catchUp();
    const { book } = await link.request('rules.read', {});
    const room: Room = { desks, units, cues, log, book, valueOfName: moments.valueOfName, outsideUrl: run.outsideUrl, now, startedAt: () => startedAt, say: sayAt, skipTo };
    for (const act of scenario.prelude) {
      await attempt(act, room);
    }
    plan(room);
    const endAt = startedAt + spanMs(scenario.lasts);
    const playing: Playing = {
      cues, now, endAt,
      rate: () => link.state.getState().clockRate,
      advanceTo: (at) => steer({ advanceTo: at }),
      catchUp: () => log.catchUp(),
      tickUnits,
      unitsOnline: () => [...units.values()].some(({ isOnline }) => isOnline),
      skipTo: () => skipAt,
      isOver: () => run.signal?.aborted === true || (log.state.drills.get(drill.drillId)?.ended ?? null) !== null,
    };
    if (rate === 'stepped') {
      await playStepped(playing);
    } else {
      await steer({ rate });
      await playRunning(playing);
    }
    cues.close();
    const open = (log.state.drills.get(drill.drillId)?.ended ?? null) === null;
    if (open) {
      await link.request('drill.end', { commandId: newCommandId(), drillId: drill.drillId, reason: run.signal?.aborted === true ? '导调员提前结束' : '脚本演完' });
    }
    await log.catchUp();
    const told = await link.request('drill.report', { drillId: drill.drillId });
    const entries = log.entries.filter(({ sequence }) => sequence >= drill.startedIn);
    const checks = staff === 'drill' ? [] : judgeChecks(scenario, { cast, entries, run: staff });
    return { ...told, checks, figures: figuresOf(scenario, { state: log.state, moments, book }), faults, entries, state: log.state };
  } finally {
    cues.close();
    units.forEach((unit) => unit.close());
    await Promise.all([...cameras.values()].map((camera) => camera.close()));
    await desks.close();
    log.close();
    operator.close();
    link.close();
  }

  async function steer(to: { rate: number } | { advanceTo: number }): Promise<void> {
    const { at } = await link.request('clock.steer', to, { timeoutMs: STEER_WITHIN_MS });
    steeredAt = Math.max(steeredAt, at);
  }

  /** The day and the hour of the file; a clock that has passed them stays where it is. */
  async function toStart(): Promise<void> {
    const { at } = await link.request('clock.read', {});
    steeredAt = at;
    const startAt = beijingMs(scenario.startsAt);
    if (at < startAt) {
      await steer({ advanceTo: startAt });
    }
  }

  function plan(room: Room): void {
    scenario.timeline.forEach((cue) => {
      when(cue, cue, () => attempt(cue.act, room));
    });
    if (staff === 'played') {
      scenario.expectations.forEach(({ plays, ...expectation }) => {
        when({ ...expectation, in: plays.in }, {}, () => attempt(plays.act, room));
      });
    }
  }

  /** Begins it at its time. An `at` with `in` is that much later. */
  function when({ at, after, in: later = '00:00:00' }: When, { unless }: Pick<Cue, 'unless'>, work: () => Promise<void>): void {
    const begin = (fromAt: number) => cues.start(async () => {
      await cues.until(fromAt + spanMs(later));
      if (unless === undefined || moments.get(unless) === undefined) {
        await work();
      }
    });
    if (after === undefined) {
      begin(startedAt + spanMs(at ?? '00:00:00'));
      return;
    }
    const moment = moments.get(after);
    if (moment !== undefined) {
      begin(moment.at);
      return;
    }
    planned.set(after, [...(planned.get(after) ?? []), () => begin(moments.get(after)?.at ?? now())]);
  }

  async function attempt(act: Act, room: Room): Promise<void> {
    try {
      await performAct(act, room);
    } catch (error) {
      fault(act.do === 'ask' ? `${act.by} ${act.request}` : act.do, error);
    }
  }

  async function skipTo(at: number): Promise<void> {
    skipAt = at;
    if (rate !== 'stepped' && at > now()) {
      await steer({ advanceTo: at });
    }
  }

  async function tickUnits(everyMs: number): Promise<void> {
    const due = [...units.values()].filter((unit) => unit.isDue(everyMs));
    if (rate === 'stepped' && due.length > 0) {
      await pause(Math.max(0, sentAt + FIXES_APART_MS - performance.now()));
      sentAt = performance.now();
    }
    due.forEach((unit) => unit.tick());
    if (rate === 'stepped') {
      await Promise.all(due.map((unit) => unit.settled()));
    }
  }
}
