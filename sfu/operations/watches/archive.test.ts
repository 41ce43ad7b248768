import { afterEach, expect, it } from 'vitest';
import { concludeOperation } from '#domain/operations/decideOperation.ts';
import { operationIdOf, stepIdOf } from '#domain/operations/operationRig.ts';
import { endStep, giveNotice } from '#domain/steps/decideCourse.ts';
import type { PartyId } from '#protocol/nouns/ids.ts';
import { openTestSession, newId, openTestStores } from '../../testing/testLog.ts';
import { openOperationsRig } from '../../testing/operationsRig.ts';

const DAY_MS = 86_400_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) {
    await close();
  }
});

it('takes what is over for a week, erases who its parties are, and leaves what a clock runs on', async () => {
  const { stores, dispose } = await openTestStores();
  closing.push(dispose);
  const rig = await openOperationsRig({ stores });
  closing.push(() => rig.close());
  await rig.plan();
  const { session } = openTestSession({ courtCode: '闽0203' });
  const partyIds: PartyId[] = [];
  for (const name of ['柯大明', '陈建国']) {
    const personal = { name, idNumber: '', phone: '', address: '' };
    const { party } = await rig.operations.handlers['party.add']({ commandId: newId.command(), operationId: operationIdOf(1), kind: 'person', gender: 'male', minor: false, personal }, session);
    partyIds.push(party.partyId);
  }
  await rig.begin('detention');
  await rig.run((state, moment) => endStep(state, { stepId: stepIdOf(1), expectedVersion: 2, outcome: 'done', results: {} }, moment));
  await rig.run((state) => concludeOperation(state, { operationId: operationIdOf(1), expectedVersion: 1, conclusion: '完毕' }));
  const sizes = () => [rig.log.state.operations.size, rig.log.state.steps.size, rig.log.state.parties.size];
  await rig.clock.advance(7 * DAY_MS - 1);
  expect(sizes()).toEqual([1, 1, 2]);
  await rig.clock.advance(1);
  // Its family was never told: the clock ran out six days ago and is left for one more.
  await expect.poll(sizes).toEqual([0, 1, 0]);
  await rig.run((state, moment) => giveNotice(state, { stepId: stepIdOf(1), notice: 'familyTold', text: '已告知' }, moment));
  await rig.clock.advance(DAY_MS);
  await expect.poll(sizes).toEqual([0, 0, 0]);
  for (const partyId of partyIds) {
    expect(await stores.parties.find(partyId)).toBeUndefined();
  }
  // The log keeps what happened, and never knew the names.
  expect(rig.entries().map(({ name }) => name)).toEqual(expect.arrayContaining(['operation.archived', 'step.archived', 'party.archived', 'party.added']));
  expect(JSON.stringify(rig.entries())).not.toMatch(/大明|建国/);
});
