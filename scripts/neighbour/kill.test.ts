import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { newCommandId } from '../../sfu/testing/newCommandId.ts';
import { RawClient } from '../../sfu/testing/rawClient.ts';
import { smallRules } from '../../sfu/testing/smallRules.ts';
import { startTestHall } from '../../sfu/testing/testHall.ts';
import type { HallIsUp } from './hallChild.ts';
import { Neighbour } from './neighbour.ts';
import { befriend, people, sendOut } from './rig.ts';

const ROUNDS = 4;
const rulesDir = smallRules();
let storageDir: string | undefined;
afterAll(() => {
  for (const folder of [rulesDir, storageDir]) if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

it('a hall that is killed between a decision and its delivery loses none, and does none twice', async () => {
  const neighbour = await Neighbour.start();
  let test = await startTestHall({ config: { rulesDir } });
  storageDir = test.storageDir;
  const keys = await befriend(test, neighbour);
  const staff = await people(test);
  // They wait at their last step, which is taken under the eyes of the killer.
  neighbour.refusesWith = 503;
  const sent = [];
  for (let count = 0; count < ROUNDS * 2; count += 1) sent.push(await sendOut(test, staff, keys.partnerId));
  const author = await test.person({ courtCode: '闽0203', roles: ['dispatcher'] });
  const overseer = await test.person({ courtCode: '闽', roles: ['technician'] });
  await test.close({ keep: true });
  neighbour.refusesWith = null;

  for (let round = 0; round < ROUNDS; round += 1) {
    const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'hallChild.ts'), storageDir, rulesDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'close');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const hall = JSON.parse(line) as HallIsUp;
    neighbour.connect({ hall: hall.url, authorityPem: hall.caCertificatePem, keys });
    const desk = await RawClient.open(hall);
    await desk.hello({ token: author.token, purpose: 'desk' });
    const mine = sent.slice(round * 2, round * 2 + 2);
    const urged = mine.map(({ taskId, version }) => desk.request('task.urge', { commandId: newCommandId(), taskId, expectedVersion: version, words: `第${round}次催办` }));
    await urged[0];
    // One is durable; the other may be, or not; what is delivered of them nobody knows.
    child.kill('SIGKILL');
    await Promise.allSettled(urged);
    await exited;
    desk.socket.terminate();
  }

  test = await startTestHall({ config: { rulesDir }, storageDir });
  neighbour.connect({ hall: test.hall.url, authorityPem: test.hall.caCertificatePem, keys });
  const technician = await test.enter('desk', { token: overseer.token });
  await expect.poll(async () => {
    await technician.request('partner.retry', { partnerId: keys.partnerId });
    return (await technician.request('partner.statuses', {})).statuses[0]?.backlog;
  }, { timeout: 20_000 }).toBe(0);
  for (const { taskId } of sent) {
    const told = neighbour.told.filter((one) => one.taskId === taskId).map(({ sequence, what }) => [sequence, what]);
    expect(told).toEqual((await neighbour.client.task(taskId)).history.map(({ sequence, what }) => [sequence, what]));
  }
  expect(neighbour.told.filter(({ what }) => what === 'urged').length).toBeGreaterThanOrEqual(ROUNDS);
  await test.close({ keep: true });
  await neighbour.close();
}, 120_000);
