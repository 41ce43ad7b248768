import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT, operationIdOf, stepIdOf } from '#domain/operations/operationRig.ts';
import { giveNotice } from '#domain/steps/decideCourse.ts';
import { openOperationsRig } from '../../testing/operationsRig.ts';

const DAY_MS = 86_400_000;
let rig: Awaited<ReturnType<typeof openOperationsRig>>;
beforeEach(async () => {
  rig = await openOperationsRig();
  await rig.plan();
});
afterEach(() => rig.close());

const tellFamily = () => rig.run((state, moment) => giveNotice(state, { stepId: stepIdOf(1), notice: 'familyTold', text: '已告知' }, moment));

describe('a statutory clock', () => {
  it('raises one alarm when it runs out, and not before', async () => {
    await rig.begin('detention');
    await rig.clock.advance(DAY_MS - 1);
    expect(rig.raised).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.raised).toMatchObject([{ kind: 'clock', severity: 'urgent', stepId: stepIdOf(1), operationId: operationIdOf(1), courtCode: '闽0203', occurredAt: AT + DAY_MS, text: expect.stringContaining('通知家属') }]);
    await rig.clock.advance(3 * DAY_MS);
    expect(rig.raised).toHaveLength(1);
  });

  it('raises none when it was met', async () => {
    await rig.begin('detention');
    await rig.clock.advance(DAY_MS - 1);
    await tellFamily();
    await rig.clock.advance(3 * DAY_MS);
    expect(rig.raised).toEqual([]);
  });

  it('is seen by a hall that starts after it ran out, and raised once over any number of starts', async () => {
    await rig.begin('detention');
    await rig.restart({ awayMs: 2 * DAY_MS });
    await rig.clock.advance(1);
    await expect.poll(() => rig.raised).toHaveLength(1);
    const [first] = rig.raised.splice(0);
    await rig.restart();
    await rig.clock.advance(1);
    // The alarm is asked for again, under the same id: the log does it once.
    await expect.poll(() => rig.raised.map(({ commandId }) => commandId)).toEqual([first!.commandId]);
  });

  it('is raised later where it could not be raised', async () => {
    await rig.begin('detention');
    rig.setAlarmsDown(true);
    await rig.clock.advance(DAY_MS);
    rig.setAlarmsDown(false);
    expect(rig.raised).toEqual([]);
    await rig.clock.advance(10_000);
    expect(rig.raised).toHaveLength(1);
  });
});
