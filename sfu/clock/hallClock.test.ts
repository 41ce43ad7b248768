import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { slotId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { VirtualClock } from './virtualClock.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Ahead of real time, as an exercise may be. */
const START = Math.ceil(Date.now() / 1_000) * 1_000 + DAY;

const halls: TestHall[] = [];
afterEach(async () => {
  for (const hall of halls.splice(0)) {
    await hall.close();
  }
});

async function begin(options: Parameters<typeof startTestHall>[0] = {}): Promise<TestHall> {
  const test = await startTestHall(options);
  halls.push(test);
  return test;
}

async function beginExercise() {
  const clock = VirtualClock.create({ at: START, rate: 0 });
  const test = await begin({ clock, config: { exercise: true } });
  return { clock, test, operator: await test.operator() };
}

async function entriesOf(test: TestHall, ...names: string[]): Promise<Entry[]> {
  const auditor = await test.enter('desk', { roles: ['auditor'], courtCode: '闽' });
  return (await auditor.request('audit.query', { filter: { names }, limit: 50 })).entries;
}

const codeOf = async (client: RawClient, name: string, data: unknown) => {
  const answer = await client.ask(name, data);
  return answer.ok ? 'done' : answer.error.code;
};

describe('the clock of an exercise', () => {
  it('is said at the hello, steered by the operator, told to every open session, and enters the log', async () => {
    const { test, operator } = await beginExercise();
    const everyone = [await test.enter('desk'), await test.enter('wall', { hello: { slotId: slotId.parse('wall-1') } }), await test.enter('unit')];
    const late = await test.connect();
    expect(await late.request('session.welcome', {})).toMatchObject({ exercise: true });
    expect(await late.hello({ token: (await test.unit()).token, purpose: 'unit' })).toMatchObject({ exercise: true, serverAt: START, rate: 0 });

    expect(await operator.request('clock.steer', { advanceMs: 10 * MINUTE })).toEqual({ at: START + 10 * MINUTE, rate: 0 });
    for (const client of [...everyone, late, operator]) {
      expect(await client.notice('clock.changed')).toEqual({ at: START + 10 * MINUTE, rate: 0 });
    }
    expect(await everyone[0]!.request('session.ping', {})).toEqual({ serverAt: START + 10 * MINUTE, rate: 0 });
    expect(await operator.request('clock.read', {})).toEqual({ at: START + 10 * MINUTE, rate: 0, exercise: true });

    await operator.request('clock.steer', { rate: 60 });
    expect(await everyone[2]!.notice('clock.changed', ({ rate }) => rate === 60)).toMatchObject({ rate: 60 });
    expect(await everyone[1]!.request('session.ping', {})).toMatchObject({ rate: 60 });

    const [pace, step] = await entriesOf(test, 'clock.');
    expect(step).toMatchObject({ at: START, name: 'clock.steered', subject: 'clock/hall', courtCode: '闽', actor: { kind: 'operator' }, data: { fromAt: START, toAt: START + 10 * MINUTE, rate: 0 } });
    expect(pace).toMatchObject({ at: START + 10 * MINUTE, data: { fromAt: START + 10 * MINUTE, toAt: START + 10 * MINUTE, rate: 60 } });
  });

  it('dates what happens on the way by the time it was due', async () => {
    const { clock, test, operator } = await beginExercise();
    const desk = await test.enter('desk', { courtCode: '闽0206' });
    await clock.advance(MINUTE);
    desk.socket.close();
    await desk.closed;
    await expect.poll(async () => {
      const { presence } = await operator.request('hall.follow', { from: null });
      return presence.centres.find(({ courtCode }) => courtCode === '闽0206')?.desks;
    }).toBe(0);
    await operator.request('clock.steer', { advanceMs: 60 * MINUTE });
    const [lost] = await entriesOf(test, 'centre.lost');
    expect(lost).toMatchObject({ at: START + MINUTE + 15_000, data: { lastSeenAt: START + MINUTE } });
  });

  it('leaves sign-ins, codes and tokens in real time, however far ahead it is', async () => {
    const { test, operator } = await beginExercise();
    const before = await test.person();
    await operator.request('clock.steer', { advanceMs: 399 * DAY });
    await test.enter('desk', { token: before.token });
    const desk = await test.enter('desk');
    const unit = await test.enter('unit');
    expect(await unit.request('session.ping', {})).toMatchObject({ serverAt: START + 399 * DAY });
    expect(await desk.request('session.ping', {})).toMatchObject({ serverAt: START + 399 * DAY });
    const [enrolled] = await entriesOf(test, 'unit.enrolled');
    expect(enrolled).toMatchObject({ at: START + 399 * DAY });
  });

  it('takes steps one after the other, and none back', async () => {
    const { test, operator } = await beginExercise();
    const other = await test.enter('operator');
    await Promise.all([operator.request('clock.steer', { advanceMs: MINUTE }), other.request('clock.steer', { advanceMs: MINUTE })]);
    expect(await operator.request('clock.read', {})).toMatchObject({ at: START + 2 * MINUTE });
    expect(await codeOf(operator, 'clock.steer', { advanceTo: START })).toBe('badInput');
    expect(await codeOf(operator, 'clock.steer', { advanceTo: START + 500 * DAY })).toBe('badInput');
    expect(await codeOf(operator, 'clock.steer', { rate: 3_601 })).toBe('badInput');
    expect(await codeOf(operator, 'clock.steer', { rate: 1, advanceMs: 1 })).toBe('badInput');
    expect(await operator.request('clock.steer', { advanceTo: START + 3 * MINUTE })).toMatchObject({ at: START + 3 * MINUTE });
  });

  it('is steered by whoever leads the drill, and by nobody else at a desk', async () => {
    const { test } = await beginExercise();
    const desk = await test.enter('desk', { roles: ['dispatcher'] });
    expect(await codeOf(desk, 'clock.steer', { advanceMs: MINUTE })).toBe('forbidden');
    expect(await desk.request('clock.read', {})).toEqual({ at: START, rate: 0, exercise: true });
    const leader = await test.enter('desk', { roles: ['commander'] });
    expect(await leader.request('clock.steer', { advanceMs: MINUTE })).toMatchObject({ at: START + MINUTE });
  });

  it('begins again where the log ends, in a folder that no hall at work takes', async () => {
    const { test, operator } = await beginExercise();
    await operator.request('clock.steer', { advanceMs: 30 * DAY });
    await test.account();
    await test.close({ keep: true });
    halls.pop();
    const { storageDir } = test;
    await expect(startTestHall({ storageDir })).rejects.toThrow('演练记录');
    const again = await begin({ storageDir, config: { exercise: true } });
    const { at, rate } = await (await again.operator()).request('clock.read', {});
    expect(at).toBeGreaterThanOrEqual(START + 30 * DAY);
    expect(rate).toBe(1);
  });
});

describe('the clock of a hall at work', () => {
  it('is the machine’s and nobody’s to steer', async () => {
    const test = await begin();
    const operator = await test.operator();
    expect(await codeOf(operator, 'clock.steer', { advanceMs: MINUTE })).toBe('notAnExercise');
    expect(await codeOf(operator, 'clock.steer', { rate: 0 })).toBe('notAnExercise');
    const { at, ...rest } = await operator.request('clock.read', {});
    expect(Math.abs(at - Date.now())).toBeLessThan(MINUTE);
    expect(rest).toEqual({ rate: 1, exercise: false });
    expect(await operator.request('session.ping', {})).toMatchObject({ rate: 1 });
    expect(await (await test.connect()).request('session.welcome', {})).toMatchObject({ exercise: false });
  });

  it('does not lend its records to an exercise', async () => {
    const test = await begin();
    const { storageDir } = test;
    await test.close({ keep: true });
    halls.pop();
    await expect(startTestHall({ storageDir, config: { exercise: true } })).rejects.toThrow('实战记录');
    rmSync(storageDir, { recursive: true, force: true });
  });
});
