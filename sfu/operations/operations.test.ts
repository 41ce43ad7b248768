import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { OperationId, StepId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

const AT = Date.UTC(2026, 10, 23, 2, 0);
const HOUR_MS = 3_600_000;
const OWN = '闽0203';
const VIDEO = [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 1, temporalLayers: 1 }] as const;
const personal = { name: '柯大明', idNumber: '350203199001011234', phone: '13912345678', address: '思明区某路1号502室' };
const command = () => ({ commandId: newCommandId() });

let test: TestHall;
let clock: VirtualClock;
/** A dispatcher and a commander of the court, a leader of the court above, and a dispatcher of another court beside it. */
let desk: RawClient;
let commander: RawClient;
let leader: RawClient;
let foreign: RawClient;

beforeAll(async () => {
  clock = VirtualClock.create({ at: AT, rate: 0 });
  test = await startTestHall({ clock });
  desk = await test.enter('desk', { courtCode: OWN, roles: ['dispatcher'], name: '林调度' });
  commander = await test.enter('desk', { courtCode: OWN, roles: ['commander'], name: '陈指挥' });
  leader = await test.enter('desk', { courtCode: '闽02', roles: ['leader'], name: '王院长' });
  foreign = await test.enter('desk', { courtCode: '闽0206', roles: ['dispatcher', 'judge'], name: '郑调度' });
  for (const client of [desk, commander, leader, foreign]) {
    await client.request('hall.follow', { from: null });
  }
});
afterAll(async () => {
  await test.close();
  clock.close();
});

let operationId: OperationId;
beforeEach(async () => {
  operationId = await plan([]);
});

async function plan(unitIds: readonly string[]): Promise<OperationId> {
  const facts = { title: '夜间集中执行', campaignId: null, risk: 'medium' as const, plannedFrom: clock.now(), plannedTo: clock.now() + 8 * HOUR_MS, note: '', place: { name: '思明区', position: null } };
  const teams = [{ team: 1, name: '一组', unitIds: [...unitIds], vehicles: [], members: [] }];
  const { operation } = await desk.request('operation.plan', { ...command(), courtCode: OWN, ...facts, caseNumbers: ['(2026)闽0203执123号'], teams });
  return operation.operationId;
}

async function planStep(template: string): Promise<StepId> {
  const { step } = await desk.request('step.plan', { ...command(), operationId, template, facts: [], partyId: null, caseNumber: null, team: 1, note: '' });
  return step.stepId;
}

/** A step that runs over a leader's signature. */
async function startStep(template: string): Promise<StepId> {
  const stepId = await planStep(template);
  await commander.request('step.askSignature', { ...command(), stepId, expectedVersion: 1, reason: '情况紧急' });
  await leader.request('step.sign', { ...command(), stepId, expectedVersion: 2, reason: '同意' });
  await desk.request('step.begin', { ...command(), stepId, expectedVersion: 3 });
  return stepId;
}

/** What the client was told of the log so far. */
const heard = (client: RawClient): WireEntry[] => client.frames.flatMap((frame) => ('notice' in frame && frame.notice === 'log.appended' ? (frame.data as { entries: WireEntry[] }).entries : []));
const hearing = (client: RawClient, matches: (entry: WireEntry) => boolean) => client.notice('log.appended', ({ entries }) => entries.some((entry) => matches(entry)));
const code = async (answer: Promise<unknown>) => answer.then(() => 'ok', (error: { code: string }) => error.code);

describe('a search', () => {
  it('without a warrant is stopped until a leader signs who did not ask', async () => {
    const stepId = await planStep('search');
    await expect(desk.request('step.begin', { ...command(), stepId, expectedVersion: 1 })).rejects.toMatchObject({ code: 'papersMissing', params: { missing: expect.stringContaining('搜查令') } });
    const asked = await commander.request('step.askSignature', { ...command(), stepId, expectedVersion: 1, reason: '情况紧急' });
    expect(asked.step.signature).toMatchObject({ askedBy: '陈指挥', missing: expect.arrayContaining(['搜查令']) });
    expect(await code(desk.request('step.begin', { ...command(), stepId, expectedVersion: 2 }))).toBe('papersMissing');
    expect(await code(commander.request('step.sign', { ...command(), stepId, expectedVersion: 2, reason: '同意' }))).toBe('ownRequest');
    expect(await code(desk.request('step.sign', { ...command(), stepId, expectedVersion: 2, reason: '同意' }))).toBe('forbidden');
    await leader.request('step.sign', { ...command(), stepId, expectedVersion: 2, reason: '同意' });
    const begin = { ...command(), stepId, expectedVersion: 3 };
    const { step } = await desk.request('step.begin', begin);
    expect(step).toMatchObject({ state: 'begun', signed: [{ name: '王院长', reason: '同意' }] });
    // Sent again because no answer came, it is answered and not done again.
    expect((await desk.request('step.begin', begin)).step).toEqual(step);
  });

  it('with everything at hand needs nobody', async () => {
    const stepId = await planStep('search');
    for (const paper of ['searchWarrant', 'workCard']) {
      await desk.request('step.showPaper', { ...command(), stepId, paper, reference: '〔2026〕1号' });
    }
    for (const [capacity, who] of [['officer', '张'], ['officer', '李'], ['adultFamily', '妻'], ['grassRoots', '居委会主任']] as const) {
      await desk.request('step.notePerson', { ...command(), stepId, capacity, who });
    }
    expect((await desk.request('step.begin', { ...command(), stepId, expectedVersion: 7 })).step.state).toBe('begun');
  });
});

describe('another court', () => {
  it('hears and finds nothing of it', async () => {
    const stepId = await planStep('search');
    const { party } = await desk.request('party.add', { ...command(), operationId, kind: 'person', gender: 'male', minor: false, personal });
    await desk.request('journal.note', { ...command(), operationId, text: '到达现场', pictureIds: [], mark: null });
    await hearing(leader, ({ name, subject }) => name === 'journal.noted' && subject === `journal/${operationId}`);
    const attempts = [
      foreign.request('operation.checkIn', { ...command(), operationId, team: 1, name: '郑' }),
      foreign.request('step.begin', { ...command(), stepId, expectedVersion: 1 }),
      foreign.request('party.open', { ...command(), partyId: party.partyId, purpose: '了解情况' }),
      foreign.request('journal.read', { operationId, limit: 10 }),
      foreign.request('journal.note', { ...command(), operationId, text: '记一笔', pictureIds: [], mark: null }),
      foreign.request('picture.read', { operationId, pictureId: 'a'.repeat(64), offset: 0 }),
    ];
    expect(await Promise.all(attempts.map(code))).toEqual(attempts.map(() => 'notFound'));
    const { log } = await foreign.request('hall.follow', { from: null });
    expect(log.kind === 'snapshot' && [log.state.operations, log.state.steps, log.state.parties]).toEqual([[], [], []]);
    expect(foreign.frames.some((frame) => JSON.stringify(frame).includes(operationId))).toBe(false);
  });
});

describe('a party', () => {
  it('is told by the masked name until somebody opens it, and that is in the log first', async () => {
    const add = { ...command(), operationId, kind: 'person' as const, gender: 'male' as const, minor: false, personal };
    const { party } = await desk.request('party.add', add);
    expect(party.maskedName).toBe('柯某某');
    expect((await desk.request('party.add', add)).party).toEqual(party);
    await desk.request('party.change', { ...command(), partyId: party.partyId, expectedVersion: 1, kind: 'person', gender: 'male', minor: false, personal: { ...personal, phone: '13912345679' } });
    await desk.request('journal.read', { operationId, limit: 50 });
    await hearing(leader, ({ name }) => name === 'party.changed');
    const tells = (client: RawClient) => client.frames.some((frame) => ['柯大明', '350203199001011234', '1391234567', '502室'].some((secret) => JSON.stringify(frame).includes(secret)));
    expect([desk, commander, leader, foreign].map(tells)).toEqual([false, false, false, false]);
    const open = { ...command(), partyId: party.partyId, purpose: '核对身份' };
    const opened = await commander.request('party.open', open);
    expect(opened.personal).toEqual({ ...personal, phone: '13912345679' });
    expect((await commander.request('party.open', open)).personal).toEqual(opened.personal);
    const { entries } = await commander.request('audit.query', { filter: { names: ['personal.opened'] }, limit: 10 });
    expect(entries.filter(({ subject }) => subject === `party/${party.partyId}`)).toMatchObject([{ actor: { name: '陈指挥' }, data: { what: 'party', purpose: '核对身份' } }]);
    expect(await code(leader.request('party.open', { ...open, ...command() }))).toBe('forbidden');
    expect([desk, leader, foreign].map(tells)).toEqual([false, false, false]);
    // Whatever was looked at under one command is not told anew once it has changed.
    await desk.request('party.change', { ...command(), partyId: party.partyId, expectedVersion: 2, kind: 'person', gender: 'male', minor: false, personal });
    expect(await code(commander.request('party.open', open))).toBe('conflict');
  });
});

describe('the hall’s clock', () => {
  it('raises an alarm when the family was not told in 24 hours', async () => {
    const stepId = await startStep('detention');
    await clock.advance(24 * HOUR_MS);
    const isClockAlarm = ({ name, data }: WireEntry) => name === 'alarm.raised' && (data as { kind: string; stepId: string }).stepId === stepId && (data as { kind: string }).kind === 'clock';
    await hearing(desk, isClockAlarm);
    expect(heard(desk).filter(isClockAlarm)).toMatchObject([{ courtCode: OWN, actor: { kind: 'hall' }, data: { severity: 'urgent', operationId, text: expect.stringContaining('家属') } }]);
    const { entries } = await desk.request('journal.read', { operationId, limit: 50 });
    expect(entries.map(({ name }) => name)).toContain('alarm.raised');
  });

  it('measures 40 s without a second recorder, and tells the units', async () => {
    const cameras = [];
    for (const name of ['思明01', '思明02']) {
      const { unitId, token } = await test.unit({ courtCode: OWN, name });
      const { feedId } = await test.feeds.open(unitId, 'camera');
      test.feeds.setTracks(feedId, VIDEO, { replaced: true });
      cameras.push({ unitId, token, feedId });
    }
    operationId = await plan(cameras.map(({ unitId }) => unitId));
    const unit = await test.enter('unit', { token: cameras[0]!.token });
    const stepId = await startStep('search');
    await unit.notice('unit.briefed', ({ operation }) => operation?.steps[0]?.state === 'begun' && operation.steps[0].recorders?.running === 2);
    const lostAt = clock.now() + 5_000;
    await clock.advance(5_000);
    test.feeds.setTracks(cameras[1]!.feedId, [], { replaced: false });
    await clock.advance(40_000);
    test.feeds.setTracks(cameras[1]!.feedId, VIDEO, { replaced: true });
    await unit.notice('unit.briefed', ({ operation }) => operation?.steps[0]?.recorders?.running === 1);
    await hearing(desk, ({ name, subject }) => name === 'step.gapClosed' && subject === `step/${stepId}`);
    const [opened, closed] = heard(desk).filter(({ name, subject }) => name.startsWith('step.gap') && subject === `step/${stepId}`);
    const { fromAt } = opened!.data as { fromAt: number };
    const { toAt } = closed!.data as { toAt: number };
    expect([Math.abs(fromAt - lostAt) <= 1_000, Math.abs(toAt - fromAt - 40_000) <= 1_000]).toEqual([true, true]);
    expect(heard(desk).filter(({ name, data }) => name === 'alarm.raised' && (data as { kind: string; stepId: string }).stepId === stepId)).toMatchObject([{ data: { kind: 'recorder', severity: 'warning' } }]);
  });
});

describe('a hall that is stopped in the midst of a gap', () => {
  it('goes on measuring it with the next start', async () => {
    const ownClock = VirtualClock.create({ at: AT, rate: 0 });
    onTestFinished(() => ownClock.close());
    let hall = await startTestHall({ clock: ownClock });
    const { storageDir } = hall;
    const { token } = await hall.person({ courtCode: OWN, roles: ['dispatcher'] });
    const [asker, signer] = [await hall.enter('desk', { token }), await hall.enter('desk', { courtCode: '闽02', roles: ['leader'] })];
    const unitIds = [(await hall.unit({ courtCode: OWN, name: '思明01' })).unitId, (await hall.unit({ courtCode: OWN, name: '思明02' })).unitId];
    const switchOn = async () => {
      for (const unitId of unitIds) {
        const { feedId } = await hall.feeds.open(unitId, 'camera');
        hall.feeds.setTracks(feedId, VIDEO, { replaced: true });
      }
    };
    await switchOn();
    const facts = { title: '搜查', campaignId: null, risk: 'low' as const, plannedFrom: AT, plannedTo: AT + HOUR_MS, note: '', place: { name: '', position: null }, caseNumbers: [] };
    const { operation } = await asker.request('operation.plan', { ...command(), courtCode: OWN, ...facts, teams: [{ team: 1, name: '一组', unitIds, vehicles: [], members: [] }] });
    const { step: { stepId } } = await asker.request('step.plan', { ...command(), operationId: operation.operationId, template: 'search', facts: [], partyId: null, caseNumber: null, team: 1, note: '' });
    await asker.request('step.askSignature', { ...command(), stepId, expectedVersion: 1, reason: '情况紧急' });
    await signer.request('step.sign', { ...command(), stepId, expectedVersion: 2, reason: '同意' });
    await asker.request('step.begin', { ...command(), stepId, expectedVersion: 3 });
    await ownClock.advance(5_000);
    const { feedId } = await hall.feeds.open(unitIds[1]!, 'camera');
    hall.feeds.setTracks(feedId, [], { replaced: false });
    await ownClock.advance(10_000);
    await hall.close({ keep: true });
    await ownClock.advance(20_000);
    hall = await startTestHall({ clock: ownClock, storageDir });
    onTestFinished(() => hall.close());
    await ownClock.advance(10_000);
    await switchOn();
    const reader = await hall.enter('desk', { token });
    const gaps = async () => {
      const { log } = await reader.request('hall.follow', { from: null });
      return log.kind === 'snapshot' ? log.state.steps.flatMap((step) => step.gaps.map(({ fromAt, toAt }) => [fromAt, toAt])) : [];
    };
    await expect.poll(gaps).toEqual([[AT + 5_000, AT + 45_000]]);
  });
});
