import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { newCommandId } from '../../sfu/testing/newCommandId.ts';
import type { NewTask } from './hallClient.ts';
import { Neighbour } from './neighbour.ts';
import { befriend, OTHER_COURT } from './rig.ts';

let test: TestHall;
let neighbour: Neighbour;

beforeAll(async () => {
  neighbour = await Neighbour.start();
  test = await startTestHall();
  await befriend(test, neighbour);
});
afterAll(async () => {
  await neighbour?.close();
  await test?.close();
});

it('事项委托 of another province arrives by the flow that ships, and is answered here', async () => {
  const task: NewTask = { fromCourtName: OTHER_COURT, toCourtCode: '闽0603', caseNumber: '(2026)赣07执45号', contact: '饶 0797-7654321', flowId: 'itemDelegation', itemId: 'otherItem', title: '代为查询不动产登记档案', limitDays: 15, form: { subject: '查询登记档案', detail: '查询某处房产的权属与查封情况' } };
  const { flows, items } = await neighbour.client.flows();
  expect(flows.map(({ id }) => id)).toContain(task.flowId);
  expect(items.map(({ id }) => id)).toContain(task.itemId);
  const sent = await neighbour.client.send(task);
  expect(sent).toMatchObject({ state: 'awaitingReceipt', number: expect.stringMatching(/^〔\d{4}〕闽0603委\d+号$/) });
  expect(sent.clocks.length).toBeGreaterThan(0);
  const receiver = await test.enter('desk', { courtCode: '闽0603', roles: ['dispatcher', 'clerk'] });
  const { task: here } = await receiver.request('task.open', { taskId: sent.taskId });
  const talked = await receiver.request('task.talk', { commandId: newCommandId(), taskId: sent.taskId, expectedVersion: here.version, withName: '饶法官', words: '已电话沟通' });
  await expect.poll(() => neighbour.told.filter(({ taskId }) => taskId === sent.taskId).map(({ what }) => what), { timeout: 10_000 }).toEqual(['created', expect.any(String), 'talked']);
  expect(talked.task.history.at(-1)).toMatchObject({ what: 'talked', side: 'to' });
});
