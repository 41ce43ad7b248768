import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import { DIALECTS, TestDatabases } from '../persistence/testDatabases.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { Replica, sorted } from '../testing/replica.ts';

const COURTS = ['闽', '闽02', '闽0203', '闽03'] as const;
const KEEPER: readonly Role[] = ['commander', 'technician'];

describe('consoles over real sockets', () => {
  let test: TestHall;
  let operator: RawClient;
  beforeAll(async () => {
    test = await startTestHall({ limits: { requestsPerSecond: 1e6, requestBurst: 1e6 } });
    operator = await test.operator();
  });
  afterAll(async () => {
    await test.close();
    await databases.close();
  });
  const databases = new TestDatabases();

  const enrol = async (court: string, name = '单兵') => (await operator.request('unit.enrol', { commandId: newCommandId(), courtCode: court, name, teamName: '一队', kind: 'phone' })).unit;
  const head = async () => {
    const { log } = await operator.request('hall.follow', { from: null });
    return log.kind === 'snapshot' ? log.upTo : log.stretch.upTo;
  };

  /** Asks for a change and counts its version when it was made. */
  const raised = async (thing: { version: number } | undefined, method: string, data: object) => {
    const answer = await operator.ask(method, data);
    if (thing !== undefined && answer.ok) {
      thing.version += 1;
    }
  };

  it('a console that comes back gets exactly the entries it missed, of its court', async () => {
    const { token } = await test.person({ courtCode: '闽02' });
    const first = await test.enter('desk', { token });
    const before = await Replica.follow(first);
    const stopped = before.catchUp().position;
    first.socket.terminate();
    await first.closed;
    const units = [await enrol('闽02'), await enrol('闽0203'), await enrol('闽03'), await enrol('闽')];
    const after = await Replica.follow(await test.enter('desk', { token }), before);
    expect(after.answer.log).toMatchObject({ kind: 'entries', stretch: { after: stopped.sequence, upTo: await head() } });
    const missed = after.answer.log.kind === 'entries' ? after.answer.log.stretch.entries : [];
    expect(missed.map(({ name, subject }) => `${name} ${subject}`)).toEqual(units.slice(0, 2).flatMap(({ unitId }) => [`unit.enrolled unit/${unitId}`, `unit.codeIssued unit/${unitId}`]));
    // Nothing of how the entry is kept goes out with it.
    expect(Object.keys(missed[0] ?? {}).sort()).toEqual(['actor', 'at', 'courtCode', 'data', 'name', 'sequence', 'subject', 'version']);
    const last = await enrol('闽0203');
    expect((await after.reach((await head()).sequence)).state.units.get(last.unitId)?.name).toBe('单兵');
    expect(after.gaps).toEqual([]);
  });

  it('a place of another history is answered with a snapshot', async () => {
    const desk = await test.enter('desk');
    const { log } = await desk.request('hall.follow', { from: { ...(await head()), hash: 'a'.repeat(64) } });
    expect(log.kind).toBe('snapshot');
  });

  it.each(DIALECTS)('a place is known again after a restart of the hall on %s', async (dialect) => {
    const place = await databases.place(dialect);
    const first = await startTestHall(place);
    const { token } = await first.person();
    const before = await Replica.follow(await first.enter('desk', { token }));
    await (await first.operator()).request('unit.enrol', { commandId: newCommandId(), courtCode: '闽0203', name: '走前', teamName: '一队', kind: 'phone' });
    await first.close({ keep: true });
    const second = await startTestHall(place);
    try {
      const after = await Replica.follow(await second.enter('desk', { token }), before);
      expect(after.answer.log.kind).toBe('entries');
      expect([...after.state.units.values()].map(({ name }) => name)).toEqual(['走前']);
      expect(after.gaps).toEqual([]);
    } finally {
      await second.close();
    }
  });

  it('while the database is away everyone is told, nothing is decided, and everything else goes on', async () => {
    const server = await databases.server;
    const away = await startTestHall(await databases.place('postgres'));
    try {
      const { token } = await away.person();
      const desk = await away.enter('desk', { token });
      const replica = await Replica.follow(desk);
      const unit = await away.enter('unit');
      await replica.reach(replica.position.sequence + 3);
      const line = await away.operator();
      await server.stop('immediate');
      const enrolment = { commandId: newCommandId(), courtCode: '闽0203', name: '等待', teamName: '一队', kind: 'phone' } as const;
      expect(await line.ask('unit.enrol', enrolment)).toMatchObject({ ok: false, error: { code: 'logUnavailable', params: { reason: 'databaseAway' } } });
      expect(await desk.notice('log.statusChanged', ({ writable }) => !writable)).toMatchObject({ reason: 'databaseAway' });
      // Presence goes on, and so does following.
      unit.socket.close();
      await desk.notice('presence.changed', ({ units }) => units?.some(({ online, lastSeenAt }) => !online && lastSeenAt !== null) ?? false);
      expect((await desk.request('hall.follow', { from: replica.position })).status.writable).toBe(false);
      const late = await away.connect();
      await expect(late.hello({ token, purpose: 'desk' })).rejects.toMatchObject({ code: 'logUnavailable', params: { reason: 'databaseAway' } });
      await server.start();
      await desk.notice('log.statusChanged', ({ writable }) => writable);
      const { unit: enrolled } = await line.request('unit.enrol', enrolment);
      expect((await line.request('unit.enrol', enrolment)).unit.unitId).toBe(enrolled.unitId);
      const back = await Replica.follow(await away.enter('desk', { token }));
      expect([...back.state.units.values()].map(({ name }) => name).sort()).toEqual(['思明01', '等待'].sort());
    } finally {
      await away.close();
    }
  }, 60_000);

  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('enrol' as const), court: fc.constantFrom(...COURTS) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), number: fc.nat(30), name: fc.constantFrom('甲', '乙', '丙') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), number: fc.nat(30) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('account' as const), court: fc.constantFrom(...COURTS), roles: fc.constantFrom<Role[]>(['judge'], ['dispatcher'], ['clerk', 'bailiff']) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('roles' as const), number: fc.nat(10), roles: fc.constantFrom<Role[]>(['judge'], ['dispatcher']) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('duty' as const), who: fc.nat(1), begin: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(1) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('return' as const), who: fc.nat(1), fromTheStart: fc.boolean() }) },
  );

  it('two consoles, whatever is done and however they come and go, end with what they may see of the hall', async () => {
    const viewers = [await test.person({ courtCode: '闽02', roles: KEEPER }), await test.person({ courtCode: '闽0203', roles: KEEPER })];
    const units: { unitId: string; version: number }[] = [];
    const users: { userId: UserId; version: number }[] = [];
    let resumed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const clients: (RawClient | null)[] = [];
        const replicas: Replica[] = [];
        for (const [index, { token }] of viewers.entries()) {
          const client = await test.enter('desk', { token });
          clients[index] = client;
          replicas[index] = await Replica.follow(client);
        }
        const come = async (who: number, before: Replica | null) => {
          const client = clients[who] ?? (await test.enter('desk', { token: viewers[who]!.token }));
          clients[who] = client;
          replicas[who] = await Replica.follow(client, before);
          resumed += replicas[who].answer.log.kind === 'entries' ? 1 : 0;
        };
        const pending: Promise<unknown>[] = [];
        for (const next of steps) {
          switch (next.do) {
            case 'enrol': {
              const { unitId, version } = await enrol(next.court);
              units.push({ unitId, version });
              break;
            }
            case 'change': {
              const unit = units[next.number % Math.max(1, units.length)];
              // Not awaited: commands of several hands cross.
              pending.push(raised(unit, 'unit.change', { commandId: newCommandId(), unitId: unit?.unitId, expectedVersion: unit?.version, name: next.name, teamName: '二队', kind: 'camera' }));
              break;
            }
            case 'revoke': {
              const unit = units[next.number % Math.max(1, units.length)];
              pending.push(operator.ask('unit.revoke', { commandId: newCommandId(), unitId: unit?.unitId, expectedVersion: unit?.version, reason: '测试' }));
              break;
            }
            case 'account':
              users.push({ userId: (await test.account({ courtCode: next.court, roles: next.roles })).userId, version: 1 });
              break;
            case 'roles': {
              const user = users[next.number % Math.max(1, users.length)];
              pending.push(raised(user, 'user.change', { commandId: newCommandId(), userId: user?.userId, expectedVersion: user?.version, name: '改名', roles: next.roles }));
              break;
            }
            case 'duty': {
              const post = replicas[next.who]?.state.duty.get(`${['闽02', '闽0203'][next.who]}/officer`);
              const client = clients[next.who];
              pending.push(client?.ask(next.begin ? 'duty.start' : 'duty.end', { commandId: newCommandId(), post: 'officer', expectedVersion: post?.version ?? 0, ...(!next.begin && { note: '下班' }) }).catch(() => undefined) ?? Promise.resolve());
              break;
            }
            case 'leave':
              await Promise.all(pending.splice(0));
              clients[next.who]?.socket.terminate();
              clients[next.who] = null;
              break;
            case 'return':
              await come(next.who, next.fromTheStart ? null : replicas[next.who]!);
              break;
          }
        }
        await Promise.all(pending);
        for (const who of viewers.keys()) {
          if (clients[who] === null) {
            await come(who, replicas[who]!);
          }
        }
        const { sequence } = await head();
        for (const [who, { token }] of viewers.entries()) {
          const replica = await replicas[who]!.reach(sequence);
          // A console that begins anew is told the state itself.
          const { log } = (await Replica.follow(await test.enter('desk', { token }))).answer;
          expect(log.kind === 'snapshot' && sorted(log.state)).toEqual(replica.lists());
          expect(replica.gaps).toEqual([]);
          clients[who]?.socket.terminate();
        }
      }),
      { numRuns: 15 },
    );
    expect(resumed).toBeGreaterThan(5);
    expect(units.length).toBeGreaterThan(20);
  }, 120_000);
});
