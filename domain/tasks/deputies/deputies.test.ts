import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { DeputyshipId, UserId } from '#protocol/nouns/ids.ts';
import { deputyRule, type Deputyship } from '#protocol/tasks/deputies.ts';
import { changeUser, closeUser } from '../../people/decideUser.ts';
import { snapshotOf, stateOf, visibleState } from '../../hallState/hallState.ts';
import { BOOK as TASK_BOOK, personAt, TaskRig } from '../taskRig.ts';
import { appointDeputy, endDeputy, endLapsedDeputies } from './decideDeputy.ts';
import { principalsOf } from './principalsOf.ts';

const DAY = 86_400_000;
const RULE = deputyRule.parse({ id: 'approvalDeputy', name: '审批权委托期限', nameEn: 'Deputies', validFrom: null, validTo: null, source: '测试规定', verified: false, article: '不超过三十日', longest: { count: 30, unit: 'days' } });
const BOOK = { ...TASK_BOOK, deputies: [RULE] };
const CHIEF = personAt('approver@闽0203');
const idOf = (number: number) => `00000000-0000-4000-8000-3${String(number).padStart(11, '0')}` as DeputyshipId;
const userAt = (number: number) => `00000000-0000-4000-8000-4${String(number).padStart(11, '0')}` as UserId;

/** The small hall, with two more who approve at 闽0203. */
class DeputyRig extends TaskRig {
  readonly deputy = { ...CHIEF, userId: userAt(1), name: '王副局长' };
  readonly third = { ...CHIEF, userId: userAt(2), name: '李庭长' };

  constructor() {
    super();
    for (const [index, { userId, name, courtCode, roles }] of [this.deputy, this.third].entries()) {
      this.run(null, () => ({ events: [{ name: 'user.created', subject: `user/${userId}`, courtCode, data: { username: `deputy${index}`, name, roles, hasPhone: false } }], answer: () => null }));
    }
  }

  appoint(deputyId: UserId, { by = CHIEF, number = 1, ...more }: { by?: typeof CHIEF; number?: number; flowIds?: string[] | null; fromAt?: number; untilAt?: number } = {}): Deputyship {
    const input = { deputyshipId: idOf(number), deputyId, flowIds: null, fromAt: this.at, untilAt: this.at + DAY, reason: '出差', ...more };
    return this.run(by, (state) => appointDeputy(state, input, { by: by.userId, book: BOOK, at: this.at })).deputyship;
  }

  principals({ userId }: { userId: UserId }, { flowId = 'small', at = this.at } = {}): string[] {
    return principalsOf(this.state, userId, { flowId, at }).map((user) => user.userId);
  }
}

function refusal(ask: () => unknown): string {
  try {
    ask();
    return 'ok';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('a deputy', () => {
  it('decides for the principal from the first moment of the time to the last, and not after it', () => {
    const rig = new DeputyRig();
    const { fromAt, untilAt } = rig.appoint(rig.deputy.userId, { fromAt: rig.at + DAY, untilAt: rig.at + 3 * DAY });
    const holds = [fromAt - 1, fromAt, untilAt - 1, untilAt].map((at) => rig.principals(rig.deputy, { at }).length);
    expect(holds).toEqual([0, 1, 1, 0]);
    expect(rig.principals(rig.third, { at: fromAt })).toEqual([]);
  });

  it('decides by those flows alone that were handed over', () => {
    const rig = new DeputyRig();
    rig.appoint(rig.deputy.userId, { flowIds: ['small'] });
    expect([rig.principals(rig.deputy), rig.principals(rig.deputy, { flowId: 'other' })]).toEqual([[CHIEF.userId], []]);
    expect(refusal(() => rig.appoint(rig.third.userId, { number: 2, flowIds: ['noSuchFlow'] }))).toBe('badRule');
  });

  it('has nothing of what their principal holds as somebody else’s deputy', () => {
    const rig = new DeputyRig();
    rig.appoint(rig.deputy.userId);
    rig.appoint(rig.third.userId, { by: rig.deputy, number: 2 });
    expect(rig.principals(rig.deputy)).toEqual([CHIEF.userId]);
    expect(rig.principals(rig.third)).toEqual([rig.deputy.userId]);
  });

  it('is another person of the same court who may approve', () => {
    const rig = new DeputyRig();
    for (const other of [CHIEF, personAt('clerk@闽0203'), personAt('approver@闽02'), personAt('approver@闽0205')]) {
      expect(refusal(() => rig.appoint(other.userId))).toBe('badDeputy');
    }
    expect(refusal(() => rig.appoint(userAt(9)))).toBe('notFound');
    expect(refusal(() => rig.appoint(rig.deputy.userId, { by: personAt('clerk@闽0203') }))).toBe('forbidden');
    rig.run(null, (state) => closeUser(state, { userId: rig.deputy.userId, expectedVersion: 1, reason: '调离' }));
    expect(refusal(() => rig.appoint(rig.deputy.userId))).toBe('badDeputy');
  });

  it('has it no longer than the rules allow, and not backwards', () => {
    const rig = new DeputyRig();
    // The first day is left out, so the 30th day is 23 December, until midnight in Beijing.
    const last = Date.UTC(2026, 11, 23, 16);
    expect(refusal(() => rig.appoint(rig.deputy.userId, { untilAt: last + 1 }))).toBe('deputyTooLong');
    expect(refusal(() => rig.appoint(rig.deputy.userId, { untilAt: rig.at }))).toBe('badPeriod');
    expect(refusal(() => rig.appoint(rig.deputy.userId, { fromAt: rig.at + 2 * DAY, untilAt: rig.at + DAY }))).toBe('badPeriod');
    expect(rig.appoint(rig.deputy.userId, { fromAt: rig.at - DAY, untilAt: last })).toMatchObject({ fromAt: rig.at, untilAt: last });
  });

  it('shares no flow with another deputy of the same person in the same time', () => {
    const rig = new DeputyRig();
    rig.appoint(rig.deputy.userId, { fromAt: rig.at + DAY, untilAt: rig.at + 3 * DAY, flowIds: ['small'] });
    const again = (more: { fromAt: number; untilAt: number; flowIds?: string[] }) => refusal(() => rig.appoint(rig.third.userId, { number: 2, ...more }));
    expect(again({ fromAt: rig.at + 2 * DAY, untilAt: rig.at + 4 * DAY })).toBe('deputyOverlap');
    expect(again({ fromAt: rig.at, untilAt: rig.at + DAY + 1, flowIds: ['small'] })).toBe('deputyOverlap');
    expect(again({ fromAt: rig.at, untilAt: rig.at + DAY })).toBe('ok');
    expect(refusal(() => rig.appoint(rig.third.userId, { number: 3, fromAt: rig.at + 3 * DAY, untilAt: rig.at + 4 * DAY }))).toBe('ok');
  });

  it('is let go by either of the two with a reason, and by nobody else', () => {
    for (const [who, why] of [[CHIEF, 'principal'], ['deputy', 'deputy']] as const) {
      const rig = new DeputyRig();
      rig.appoint(rig.deputy.userId);
      const end = (by: UserId) => endDeputy(rig.state, { deputyshipId: idOf(1), reason: '提前返回' }, by);
      expect(refusal(() => end(rig.third.userId))).toBe('notFound');
      const by = who === 'deputy' ? rig.deputy : who;
      expect(end(by.userId).events).toMatchObject([{ name: 'deputy.ended', courtCode: '闽0203', data: { why, reason: '提前返回', deputy: { name: '王副局长' } } }]);
      rig.run(by, () => end(by.userId));
      expect([rig.principals(rig.deputy), rig.state.deputies.size, refusal(() => end(by.userId))]).toEqual([[], 0, 'notFound']);
    }
  });
});

describe('leaving office', () => {
  const leave: Record<string, (rig: DeputyRig) => void> = {
    'the principal’s account is closed': (rig) => void rig.run(null, (state) => closeUser(state, { userId: CHIEF.userId, expectedVersion: 1, reason: '调离' })),
    'the deputy’s account is closed': (rig) => void rig.run(null, (state) => closeUser(state, { userId: rig.deputy.userId, expectedVersion: 1, reason: '调离' })),
    'the principal becomes something else': (rig) => void rig.run(null, (state) => changeUser(state, { userId: CHIEF.userId, expectedVersion: 1, name: CHIEF.name, roles: ['leader'] })),
    'the deputy may approve no longer': (rig) => void rig.run(null, (state) => changeUser(state, { userId: rig.deputy.userId, expectedVersion: 1, name: rig.deputy.name, roles: ['clerk'] })),
  };
  it.each(Object.keys(leave))('ends it at once: %s', (name) => {
    const rig = new DeputyRig();
    rig.appoint(rig.deputy.userId);
    expect(endLapsedDeputies(rig.state, rig.at).events).toEqual([]);
    leave[name]!(rig);
    expect(rig.principals(rig.deputy)).toEqual([]);
    expect(endLapsedDeputies(rig.state, rig.at).events).toMatchObject([{ name: 'deputy.ended', data: { why: 'office', reason: null } }]);
  });

  it('does not end it where somebody is only renamed', () => {
    const rig = new DeputyRig();
    rig.appoint(rig.deputy.userId);
    rig.run(null, (state) => changeUser(state, { userId: CHIEF.userId, expectedVersion: 1, name: '改名', roles: CHIEF.roles }));
    expect(rig.principals(rig.deputy)).toEqual([CHIEF.userId]);
  });
});

describe('deputyships of any history', () => {
  const people = fc.integer({ min: 0, max: 2 });
  const asked = fc.record({ by: people, to: people, from: fc.integer({ min: -2, max: 40 }), days: fc.integer({ min: -1, max: 40 }), all: fc.boolean(), ends: fc.boolean(), pass: fc.integer({ min: 0, max: 10 }) });

  it('never give one decision to two deputies, end when they are over, and come back from a snapshot', () => {
    fc.assert(fc.property(fc.array(asked, { maxLength: 12 }), (asks) => {
      const rig = new DeputyRig();
      const who = [CHIEF, rig.deputy, rig.third];
      for (const [number, { by, to, from, days, all, ends, pass }] of asks.entries()) {
        const first = rig.at + from * DAY;
        refusal(() => rig.appoint(who[to]!.userId, { by: who[by]!, number, fromAt: first, untilAt: first + days * DAY, flowIds: all ? null : ['small'] }));
        if (ends) refusal(() => rig.run(who[by]!, (state) => endDeputy(state, { deputyshipId: idOf(number - 1), reason: '返回' }, who[by]!.userId)));
        rig.at += pass * DAY;
        rig.run(null, (state) => endLapsedDeputies(state, rig.at));
        const held = [...rig.state.deputies.values()];
        expect(held.every(({ untilAt }) => untilAt > rig.at)).toBe(true);
        const given = who.flatMap((person) => rig.principals(person));
        expect(new Set(given).size).toBe(given.length);
        expect(who.some((person) => rig.principals(person).includes(person.userId))).toBe(false);
      }
      expect(stateOf(snapshotOf(rig.state)).deputies.toJS()).toEqual(rig.state.deputies.toJS());
      const stranger = visibleState(rig.state, { courtCode: '闽0205' as never, capabilities: new Set(['tasks.read']) });
      expect(stranger.deputies.size).toBe(0);
    }));
  });
});
