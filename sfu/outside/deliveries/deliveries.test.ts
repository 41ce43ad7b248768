import { Registry } from 'prom-client';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { addPartner, closePartner } from '#domain/partners/decidePartner.ts';
import { talkOfPartner } from '#domain/partners/talkOfPartner.ts';
import { registerCourt } from '#domain/courts/decideCourt.ts';
import { receiveTask } from '#domain/tasks/decide/receiveTask.ts';
import { BOOK, courtEnd, paperOf, PARTNER, taskIdOf } from '#domain/tasks/taskRig.ts';
import { courtCode } from '#protocol/nouns/ids.ts';
import type { OutsideDelivery } from '#protocol/outside/delivery.ts';
import { VirtualClock } from '../../clock/virtualClock.ts';
import { openTestLog, openTestStores } from '../../testing/testLog.ts';
import { EMPTY_KEYRING, PartnerKeyrings, withNewKeys } from '../partners/partnerKeyring.ts';
import type { Courier, DeliveryFault } from './courier.ts';
import { Deliveries } from './deliveries.ts';

const AT = Date.UTC(2026, 10, 23, 2, 0);
const DAY_MS = 86_400_000;
const OUTSIDE = { kind: 'outside' as const, partnerId: PARTNER, courtName: '赣州市中级人民法院' };
const seal = { seal: (secret: string) => secret, open: (sealed: string) => sealed };
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A hall's log with a partner, and a courier that does what it is told. */
async function rig({ random = () => 1 } = {}) {
  const opened = await openTestStores();
  closers.push(() => opened.dispose());
  const clock = VirtualClock.create({ at: AT, rate: 0 });
  closers.push(() => clock.close());
  const { log, journal } = await openTestLog({ stores: opened.stores, now: () => clock.now() });
  closers.push(() => log.close());
  const run = <Answer>(decide: (state: HallState) => Decision<Answer>) => log.execute({ commandId: null, name: 'test', input: {}, actor: { kind: 'hall' }, via: null, decide });
  await run((state) => registerCourt(state, { courtCode: courtCode.parse('闽0603'), name: '漳州市龙文区人民法院', level: 'basic', position: { longitudeDeg: 118, latitudeDeg: 25 }, validFrom: null, validTo: null, source: '测试' }));
  await run((state) => addPartner(state, { partnerId: PARTNER, courtCode: courtCode.parse('闽'), name: '江西高院执行指挥中心', province: '江西', courts: [OUTSIDE.courtName], webhookUrl: 'https://jiangxi.test/hooks', authorityPem: null }));
  const keyrings = new PartnerKeyrings({ store: opened.stores.partners, seal });
  await opened.stores.partners.putKeys(PARTNER, keyrings.sealed(PARTNER, withNewKeys(EMPTY_KEYRING, { partnerId: PARTNER, oldEndAt: null }).ring));
  const brought: { readonly taskId: string; readonly sequence: number; readonly at: number }[] = [];
  const answers = { fault: null as DeliveryFault | null, most: 0 };
  let away = 0;
  const courier: Courier = {
    bring: async ({ body }) => {
      away += 1;
      answers.most = Math.max(answers.most, away);
      await new Promise(setImmediate);
      away -= 1;
      const told = JSON.parse(body) as Extract<OutsideDelivery, { type: 'task.changed' }>;
      brought.push({ taskId: told.taskId, sequence: told.sequence, at: clock.now() - AT });
      return answers.fault;
    },
    close: () => undefined,
  };
  const open = () => {
    const deliveries = Deliveries.create({ log, journal, store: opened.stores.partners, book: BOOK, keyrings, courier, clock, now: () => AT, random, exercise: true, onStatus: () => undefined, metrics: new Registry(), logger: pino({ level: 'silent' }) });
    closers.push(() => deliveries.close());
    deliveries.start();
    return deliveries;
  };
  return {
    clock, brought, answers, open, run,
    receive: (number: number) => run((state) => receiveTask(state, { flowId: 'small', itemId: 'freeze', title: '冻结饶某存款', to: courtEnd('闽0603'), caseNumber: null, urgent: false, limitDays: 12, form: { holder: '饶小平', bank: '农业银行' }, operationId: null, contact: '', documents: [paperOf('notice')] }, { taskId: taskIdOf(number), kept: { form: {}, personalHash: null }, book: BOOK, at: AT, by: { kind: 'partner', partnerId: PARTNER }, from: OUTSIDE })),
    talk: (number: number) => run((state) => talkOfPartner(state, { taskId: taskIdOf(number), expectedVersion: state.tasks.get(taskIdOf(number))!.version, withName: '林', words: '已沟通' }, { partnerId: PARTNER, book: BOOK })),
  };
}

describe('what partners are told', () => {
  it('waits twice as long after each refusal, up to a day, and is taken once', async () => {
    const { clock, brought, answers, open, receive } = await rig();
    const deliveries = open();
    answers.fault = { fault: 'refused', status: 500 };
    await receive(1);
    for (let tries = 1; tries <= 18; tries += 1) {
      await vi.waitUntil(() => brought.length === tries && deliveries.statusOf(PARTNER).fault !== null && deliveries.statusOf(PARTNER).nextAttemptAt! > clock.now());
      if (tries < 18) await clock.advanceTo(deliveries.statusOf(PARTNER).nextAttemptAt!);
    }
    const waits = brought.slice(1).map(({ at }, index) => at - brought[index]!.at);
    expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(waits.at(-1)).toBe(DAY_MS);
    expect(brought.every(({ sequence }) => sequence === 1)).toBe(true);
    answers.fault = null;
    await clock.advanceTo(clock.now() + 399 * DAY_MS);
    await vi.waitUntil(() => deliveries.statusOf(PARTNER).backlog === 0);
    expect(brought.slice(18).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('goes in the order of each task, and few at a time', async () => {
    const { brought, answers, open, receive, talk } = await rig();
    const deliveries = open();
    for (let number = 1; number <= 9; number += 1) await receive(number);
    for (let round = 0; round < 4; round += 1) await Promise.all(Array.from({ length: 9 }, (_, index) => talk(index + 1)));
    await vi.waitUntil(() => deliveries.statusOf(PARTNER).backlog === 0);
    for (let number = 1; number <= 9; number += 1) {
      expect(brought.filter(({ taskId }) => taskId === taskIdOf(number)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    }
    expect(answers.most).toBeGreaterThan(1);
    expect(answers.most).toBeLessThanOrEqual(4);
  });

  it('is made of the log again when the hall stopped before it was', async () => {
    const { brought, open, receive, talk } = await rig();
    const first = open();
    await receive(1);
    await vi.waitUntil(() => brought.length === 2);
    await first.close();
    await talk(1);
    await receive(2);
    const second = open();
    await vi.waitUntil(() => brought.length === 5 && second.statusOf(PARTNER).backlog === 0);
    expect(brought.map(({ taskId, sequence }) => `${taskId.at(-1)}.${sequence}`).toSorted()).toEqual(['1.1', '1.2', '1.3', '2.1', '2.2']);
  });

  it('ends with the partner', async () => {
    const { clock, brought, answers, open, receive, run } = await rig();
    const deliveries = open();
    answers.fault = { fault: 'unreachable', status: null };
    await receive(1);
    await vi.waitUntil(() => deliveries.statusOf(PARTNER).fault !== null);
    await run((state) => closePartner(state, { partnerId: PARTNER, expectedVersion: 1, reason: '系统停用' }));
    const before = brought.length;
    await clock.advanceTo(clock.now() + DAY_MS);
    expect([deliveries.statusOf(PARTNER).backlog, brought.length]).toEqual([0, before]);
  });
});
