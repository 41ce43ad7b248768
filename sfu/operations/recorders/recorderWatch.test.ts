import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT, operationIdOf, stepIdOf, unitIdOf } from '#domain/operations/operationRig.ts';
import { abandonStep } from '#domain/steps/decideStep.ts';
import { settledLog } from '../../clock/settledLog.ts';
import { openTestSession } from '../../testing/testLog.ts';
import { openOperationsRig } from '../../testing/operationsRig.ts';

let rig: Awaited<ReturnType<typeof openOperationsRig>>;
beforeEach(async () => {
  rig = await openOperationsRig();
  await rig.plan();
  rig.media.set(1, true);
  rig.media.set(2, true);
});
afterEach(() => rig.close());

const gaps = () => rig.log.state.steps.get(stepIdOf(1))?.gaps.map(({ fromAt, toAt, recording }) => ({ from: fromAt - AT, to: toAt === null ? null : toAt - AT, recording }));
/** Lets what was begun become durable. */
const settle = () => settledLog(rig.log);

describe('two recorders', () => {
  it('make no gap while they run, whatever other units do', async () => {
    await rig.begin('search');
    rig.media.set(3, true);
    rig.media.set(3, false);
    await rig.clock.advance(600_000);
    expect([gaps(), rig.raised]).toEqual([[], []]);
  });

  it('of which one fails for 40 s leave a gap of 40 s, and one alarm', async () => {
    await rig.begin('search');
    await rig.clock.advance(10_000);
    rig.media.set(2, false);
    await rig.clock.advance(29_999);
    expect(gaps()).toEqual([{ from: 10_000, to: null, recording: 1 }]);
    expect(rig.raised).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.raised).toMatchObject([{ kind: 'recorder', severity: 'warning', stepId: stepIdOf(1), occurredAt: AT + 10_000 }]);
    await rig.clock.advance(10_000);
    rig.media.set(2, true);
    await settle();
    expect(gaps()).toEqual([{ from: 10_000, to: 50_000, recording: 1 }]);
    await rig.clock.advance(600_000);
    expect(rig.raised).toHaveLength(1);
  });

  it('that are away for under two seconds leave none', async () => {
    await rig.begin('search');
    rig.media.set(2, false);
    await rig.clock.advance(1_999);
    rig.media.set(2, true);
    await rig.clock.advance(60_000);
    expect(gaps()).toEqual([]);
    rig.media.set(2, false);
    await rig.clock.advance(2_000);
    expect(gaps()).toHaveLength(1);
  });

  it('that do not run when the step begins leave a gap from its beginning', async () => {
    rig.media.set(1, false);
    rig.media.set(2, false);
    await rig.begin('search');
    await rig.clock.advance(2_000);
    expect(gaps()).toEqual([{ from: 0, to: null, recording: 0 }]);
  });

  it('are asked of steps that need them, while those run', async () => {
    rig.media.set(1, false);
    await rig.begin('detention', 1);
    await rig.clock.advance(60_000);
    expect(gaps()).toEqual([]);
    await rig.begin('search', 2);
    await rig.clock.advance(5_000);
    await rig.run((state, moment) => abandonStep(state, { stepId: stepIdOf(2), expectedVersion: state.steps.get(stepIdOf(2))!.version, reason: '撤离' }, moment));
    await rig.clock.advance(60_000);
    expect(rig.raised).toEqual([]);
    expect(rig.log.state.steps.get(stepIdOf(2))?.gaps).toMatchObject([{ fromAt: AT + 60_000, toAt: AT + 65_000 }]);
  });

  it('keep their gap over a restart of the hall, and its alarm', async () => {
    await rig.begin('search');
    rig.media.set(2, false);
    await rig.clock.advance(5_000);
    await rig.restart({ awayMs: 10_000 });
    await rig.clock.advance(5_000);
    rig.media.set(1, true);
    await rig.clock.advance(20_000);
    rig.media.set(2, true);
    await settle();
    expect(gaps()).toEqual([{ from: 0, to: 40_000, recording: 1 }]);
    expect(rig.raised).toHaveLength(1);
  });

  it('that the hall lost sight of, because it was away, leave a gap too', async () => {
    await rig.begin('search');
    await rig.clock.advance(5_000);
    await rig.restart({ awayMs: 10_000 });
    await rig.clock.advance(4_000);
    rig.media.set(1, true);
    rig.media.set(2, true);
    await settle();
    const [gap, ...others] = gaps() ?? [];
    expect(others).toEqual([]);
    expect(gap).toEqual({ from: 5_000, to: 19_000, recording: 0 });
  });

  it('are measured also while nothing can be recorded', async () => {
    await rig.begin('search');
    rig.setJournalDown(true);
    rig.media.set(2, false);
    await rig.clock.advance(20_000);
    rig.media.set(2, true);
    await rig.clock.advance(20_000);
    expect(gaps()).toEqual([]);
    rig.setJournalDown(false);
    await expect.poll(() => gaps(), { timeout: 10_000 }).toEqual([{ from: 0, to: 20_000, recording: 1 }]);
  });

  it('are told to the units of the operation', async () => {
    const unit = openTestSession({ unitId: unitIdOf(1), courtCode: '闽0203' });
    const other = openTestSession({ unitId: unitIdOf(3), courtCode: '闽0203' });
    rig.operations.opened(unit.session);
    rig.operations.opened(other.session);
    await rig.begin('search');
    rig.media.set(2, false);
    const briefs = unit.told.map(({ name, data }) => [name, (data as { operation: { steps: { state: string; missing: string[]; recorders: object }[] } | null }).operation?.steps.map(({ state, missing, recorders }) => [state, missing.length, recorders])]);
    expect(briefs[0]).toEqual(['unit.briefed', []]);
    expect(briefs.slice(1)).toEqual([
      ['unit.briefed', [['planned', 4, { needed: 2, running: 2 }]]],
      ['unit.briefed', [['begun', 0, { needed: 2, running: 2 }]]],
      ['unit.briefed', [['begun', 0, { needed: 2, running: 1 }]]],
    ]);
    expect(other.told).toEqual([{ name: 'unit.briefed', data: { operation: null } }]);
    expect(rig.log.state.operations.has(operationIdOf(1))).toBe(true);
  });
});
