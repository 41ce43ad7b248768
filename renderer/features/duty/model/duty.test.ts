import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { AppError } from '#protocol/errors.ts';
import { courtCode, userId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { User } from '#protocol/nouns/people.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import { actionsOn, mayRelieve, offeredTo, postsOf, successors } from './dutyBoard.ts';
import type { LogStretchReader } from '../../../replica/createLogStretch.ts';
import { createDutyLog } from './createDutyLog.ts';

const court = courtCode.parse('闽02');
const [me, other, third] = [1, 2, 3].map((index) => userId.parse(`0190a0b0-0000-7000-8000-00000000000${index}`)) as [User['userId'], User['userId'], User['userId']];

function post(change: Partial<DutyPost> = {}): DutyPost {
  return { courtCode: court, post: 'officer', holder: null, offer: null, lastHandOver: null, version: 3, ...change };
}
const holder = (id: User['userId']) => ({ userId: id, name: '林某', sinceAt: 1 });
const offer = (id: User['userId']) => ({ toUserId: id, toName: '陈某', done: '', undone: '', offeredAt: 2 });

describe('duty board', () => {
  it('has three posts, also those nobody ever held', () => {
    const held = post({ holder: holder(me) });
    expect(postsOf(new Map([['闽02/officer', held]]), court)).toEqual([{ ...post(), post: 'leader', version: 0 }, held, { ...post(), post: 'technician', version: 0 }]);
  });

  it('offers only what the person may do', () => {
    const server = (who: typeof other | null) => ({ me: who, reliever: null });
    expect(actionsOn(post(), server(me))).toEqual(['start']);
    expect(actionsOn(post(), server(null))).toEqual([]);
    expect(actionsOn(post({ holder: holder(me) }), server(me))).toEqual(['offer', 'end']);
    expect(actionsOn(post({ holder: holder(me), offer: offer(other) }), server(me))).toEqual(['withdraw', 'end']);
    expect(actionsOn(post({ holder: holder(other), offer: offer(me) }), server(me))).toEqual(['accept']);
    expect(actionsOn(post({ holder: holder(other), offer: offer(third) }), server(me))).toEqual([]);
    expect(offeredTo([post(), post({ holder: holder(other), offer: offer(me) })], me)).toHaveLength(1);
    expect(offeredTo([post({ holder: holder(other), offer: offer(me) })], null)).toEqual([]);
  });

  it('lets a reliever take others off their posts, and nobody off a vacant one', () => {
    const reliever = { me, reliever: me };
    expect(actionsOn(post({ holder: holder(other) }), reliever)).toEqual(['relieve']);
    expect(actionsOn(post({ holder: holder(other), offer: offer(me) }), reliever)).toEqual(['accept', 'relieve']);
    expect(actionsOn(post({ holder: holder(me) }), reliever)).toEqual(['offer', 'end']);
    expect(actionsOn(post(), reliever)).toEqual(['start']);
    expect([mayRelieve(post({ holder: holder(other) }), null), mayRelieve(post(), me)]).toEqual([false, false]);
  });

  it('names as successors only who may serve here', () => {
    const user = (id: User['userId'], change: Partial<User> = {}): User => ({ userId: id, username: 'x', name: '甲', courtCode: court, roles: ['dutyOfficer'], state: 'active', hasPhone: false, version: 1, ...change });
    expect(successors([user(me), user(other), user(third, { roles: ['clerk'] })], court, me).map((found) => found.userId)).toEqual([other]);
    expect(successors([user(other, { state: 'closed' }), user(third, { courtCode: courtCode.parse('闽0203') })], court, me)).toEqual([]);
  });
});

const CENTRE = 'centre/闽02';
const POST = 'duty/闽02/leader';

function line(sequence: number, subject = POST): WireEntry {
  return { sequence, at: sequence * 1_000, name: 'duty.started', subject, version: 1, courtCode: court, actor: { kind: 'hall' }, data: {} };
}
const stretch = (from: number, to: number) => Array.from({ length: Math.max(0, from - to + 1) }, (_, index) => line(from - index));

/** A hall whose court has the lines 1 to `newest`, and a page that shows them three at a time. */
function setUp({ newest = 0 } = {}) {
  const link = new FakeHallLink();
  const listeners = new Set<(entries: readonly WireEntry[]) => void>();
  const state = createStore(() => ({ synced: true }));
  const replica = {
    state,
    onEntries: (listener: (entries: readonly WireEntry[]) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as HallReplica;
  link.goOnline();
  const hall = { newest };
  link.answers['duty.log'] = ({ before, limit }) => {
    const from = before === undefined ? hall.newest : before - 1;
    return { entries: stretch(from, Math.max(1, from - limit + 1)), more: from > limit };
  };
  const log = createDutyLog({ link, replica, courtCode: court, page: 3 });
  return { link, log, hall, state, tell: (...entries: WireEntry[]) => listeners.forEach((listener) => listener(entries)), listeners };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const shown = (log: LogStretchReader) => log.state.getState().entries.map((entry) => entry.sequence);

describe('duty log', () => {
  it('holds the own court, newest first, page by page to the first', async () => {
    const { link, log, tell, listeners } = setUp({ newest: 5 });
    const stop = log.start();
    await settle();
    expect(log.state.getState()).toMatchObject({ phase: 'ready', more: true, problem: null });
    tell(line(6), line(7, 'duty/闽0203/leader'), line(8, CENTRE), line(9, 'unit/x'));
    expect(shown(log)).toEqual([8, 6, 5, 4, 3]);
    log.loadMore();
    log.loadMore();
    await settle();
    expect(shown(log)).toEqual([8, 6, 5, 4, 3, 2, 1]);
    log.loadMore();
    await settle();
    expect(log.state.getState().more).toBe(false);
    expect(link.inputsOf('duty.log')).toEqual([{ courtCode: court, limit: 3 }, { courtCode: court, before: 3, limit: 3 }]);
    stop();
    expect(listeners.size).toBe(0);
  });

  it('shows a line once that is told before it is answered, and knows that there are older ones', async () => {
    const { log, hall, tell } = setUp({ newest: 5 });
    log.start();
    hall.newest = 6;
    tell(line(6));
    await settle();
    expect(shown(log)).toEqual([6, 5, 4]);
    expect(log.state.getState().more).toBe(true);
  });

  it('keeps what was read when the hall comes back, unless something is missing in between', async () => {
    const { log, hall, state, tell } = setUp({ newest: 6 });
    log.start();
    await settle();
    log.loadMore();
    await settle();
    const away = (newest: number) => {
      state.setState({ synced: false });
      hall.newest = newest;
      state.setState({ synced: true });
    };
    away(8);
    await settle();
    expect(shown(log)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(log.state.getState().more).toBe(false);
    away(20);
    hall.newest = 21;
    tell(line(21));
    await settle();
    expect(shown(log)).toEqual([21, 20, 19]);
    expect(log.state.getState().more).toBe(true);
  });

  it('says why lines are missing, keeps those it has, and reads them when the hall is back', async () => {
    const { link, log, state } = setUp({ newest: 5 });
    const { 'duty.log': answer } = link.answers;
    log.start();
    await settle();
    link.answers['duty.log'] = () => {
      throw new AppError('timedOut');
    };
    log.loadMore();
    await settle();
    expect(log.state.getState()).toMatchObject({ phase: 'ready', problem: 'timedOut', more: true, entries: { length: 3 } });
    link.answers = { 'duty.log': answer! };
    state.setState({ synced: false });
    state.setState({ synced: true });
    await settle();
    expect(log.state.getState()).toMatchObject({ problem: null, more: true, entries: { length: 3 } });
  });

  it('takes no answer after it was ended', async () => {
    const { log } = setUp({ newest: 2 });
    log.start()();
    await settle();
    expect(shown(log)).toEqual([]);
  });
});
