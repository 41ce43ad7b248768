import { beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#protocol/roles.ts';
import { court, newId, openTestLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { createDuty, type Duty } from './duty.ts';

let test: TestLog;
let duty: Duty;

beforeEach(async () => {
  test = await openTestLog();
  duty = createDuty({ log: test.log, journal: test.journal });
});

async function person(name: string, courtCode = '闽02', role: Role = 'dutyOfficer') {
  const userId = newId.user();
  await test.seed({ name: 'user.created', subject: `user/${userId}`, courtCode: court(courtCode), data: { username: `u${userId.slice(-4)}`, name, roles: [role], hasPhone: false } });
  return { userId, session: openTestSession({ userId, name, courtCode }).session };
}

const asked = (expectedVersion: number) => ({ commandId: newId.command(), post: 'officer' as const, expectedVersion });

describe('duty', () => {
  it('is taken, handed over with what is done and undone, and left, by the people themselves', async () => {
    const [lin, chen] = [await person('林某'), await person('陈某')];
    const start = asked(0);
    const taken = await duty.handlers['duty.start'](start, lin.session);
    expect(taken.post).toMatchObject({ courtCode: '闽02', post: 'officer', holder: { userId: lin.userId, name: '林某' }, version: 1 });
    expect(await duty.handlers['duty.start'](start, lin.session)).toEqual(taken);
    await expect(duty.handlers['duty.start'](asked(1), chen.session)).rejects.toMatchObject({ code: 'postTaken' });
    await expect(duty.handlers['duty.end']({ ...asked(0), note: '换班' }, lin.session)).rejects.toMatchObject({ code: 'conflict' });
    const offer = { toUserId: chen.userId, done: '已处置警情2起', undone: '车辆交接单待签' };
    await duty.handlers['duty.offer']({ ...asked(1), ...offer }, lin.session);
    await duty.handlers['duty.withdraw'](asked(2), lin.session);
    await duty.handlers['duty.offer']({ ...asked(3), ...offer }, lin.session);
    const { post } = await duty.handlers['duty.accept'](asked(4), chen.session);
    expect(post).toMatchObject({ holder: { userId: chen.userId }, offer: null, lastHandOver: { fromName: '林某', done: '已处置警情2起', undone: '车辆交接单待签' } });
    await duty.handlers['duty.end']({ ...asked(5), note: '当日值班结束' }, chen.session);
    expect(test.entries().filter(({ name }) => name.startsWith('duty.')).map(({ name, actor }) => [name, 'name' in actor && actor.name])).toEqual([
      ['duty.started', '林某'], ['duty.handOverOffered', '林某'], ['duty.handOverWithdrawn', '林某'], ['duty.handOverOffered', '林某'], ['duty.handedOver', '陈某'], ['duty.ended', '陈某'],
    ]);
  });

  it('is that of one\'s own court', async () => {
    const [lin, wang] = [await person('林某'), await person('王某', '闽0203')];
    await duty.handlers['duty.start'](asked(0), lin.session);
    expect((await duty.handlers['duty.start'](asked(0), wang.session)).post.courtCode).toBe('闽0203');
    expect([...test.log.state.duty.keys()].sort()).toEqual(['闽02/officer', '闽0203/officer']);
    const offer = duty.handlers['duty.offer']({ ...asked(1), toUserId: wang.userId, done: '', undone: '' }, lin.session);
    await expect(offer).rejects.toMatchObject({ code: 'cannotServe' });
  });

  it('is no machine\'s and no operator\'s', async () => {
    const { session } = openTestSession({ deviceId: newId.device() });
    await expect(duty.handlers['duty.start'](asked(0), session)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(duty.handlers['duty.start'](asked(0), { ...session, actor: { kind: 'operator', name: 'root' } })).rejects.toMatchObject({ code: 'forbidden' });
    expect(test.entries()).toEqual([]);
  });

  it('is taken off whoever left it, by someone above', async () => {
    const [lin, chief] = [await person('林某', '闽0203'), await person('陈某', '闽02', 'commander')];
    await duty.handlers['duty.start'](asked(0), lin.session);
    const relief = { ...asked(1), courtCode: court('闽0203'), reason: '未交班离岗' };
    const { post } = await duty.handlers['duty.relieve'](relief, chief.session);
    expect(post).toMatchObject({ courtCode: '闽0203', holder: null, version: 2 });
    expect(test.entries().at(-1)).toMatchObject({ name: 'duty.relieved', actor: { name: '陈某' }, data: { name: '林某', reason: '未交班离岗' } });
  });
});

describe('the duty book', () => {
  const query = (code: string, limit: number, before?: number) => duty.handlers['duty.log']({ courtCode: court(code), limit, ...(before !== undefined && { before }) }, openTestSession().session);
  const at = (code: string, post = 'officer') => ({ subject: `duty/${code}/${post}`, courtCode: court(code) });

  it('holds exactly one court, its posts and its centre, newest first and page by page', async () => {
    const { userId } = await person('林某');
    const started = { name: 'duty.started' as const, data: { userId, name: '林某' } };
    await test.seed({ ...started, ...at('闽') }, { ...started, ...at('闽', 'leader') }, { name: 'centre.lost', subject: 'centre/闽', courtCode: court('闽'), data: { lastSeenAt: 1 } });
    await test.seed(...['闽02', '闽0203', '闽01'].map((code) => ({ ...started, ...at(code) })));
    await test.seed({ name: 'duty.ended', ...at('闽'), data: { userId, note: '换班' } });
    const all = await query('闽', 10);
    expect(all.entries.map(({ name, subject }) => [name, subject])).toEqual([
      ['duty.ended', 'duty/闽/officer'], ['centre.lost', 'centre/闽'], ['duty.started', 'duty/闽/leader'], ['duty.started', 'duty/闽/officer'],
    ]);
    expect(all.more).toBe(false);
    const first = await query('闽', 3);
    const second = await query('闽', 3, first.entries.at(-1)!.sequence);
    expect([first.more, second.more]).toEqual([true, false]);
    expect([...first.entries, ...second.entries]).toEqual(all.entries);
    expect((await query('闽02', 10)).entries.map(({ subject }) => subject)).toEqual(['duty/闽02/officer']);
  });

  it('tells nothing that is for auditors', async () => {
    const lin = await person('林某');
    await duty.handlers['duty.start'](asked(0), lin.session);
    const { entries } = await query('闽02', 10);
    expect(Object.keys(entries[0] ?? {}).toSorted()).toEqual(['actor', 'at', 'courtCode', 'data', 'name', 'sequence', 'subject', 'version']);
  });

  it('says so while the log cannot be read', async () => {
    test.journal.setDown('away');
    await expect(query('闽02', 10)).rejects.toMatchObject({ code: 'logUnavailable' });
  });
});
