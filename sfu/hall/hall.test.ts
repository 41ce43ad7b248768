import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CAPABILITIES_OF_ROLE } from '#domain/access/roles.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import { snapshotOf, visibleState, type HallState } from '#domain/hallState/hallState.ts';
import { courtCode, unitId, userId, type CourtCode } from '#protocol/nouns/ids.ts';
import { hallRequests } from '#protocol/nouns/hall.ts';
import type { LogStatus } from '#protocol/nouns/log.ts';
import type { Session } from '../ports/session.ts';
import { Hall, HALL_LIMITS } from './hall.ts';
import { ModelConsole } from './modelConsole.ts';
import { ModelLog } from './modelLog.ts';

const COURTS = ['闽', '闽02', '闽0203', '闽0211', '闽03'].map((code) => courtCode.parse(code));
const [high, intermediate, basic, , foreign] = COURTS as [CourtCode, CourtCode, CourtCode, CourtCode, CourtCode];
const idAt = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;

const dispatcherOf = (court: CourtCode): Viewer => ({ courtCode: court, capabilities: new Set(CAPABILITIES_OF_ROLE.dispatcher) });
const enrolled = (number: number, court: CourtCode): NewEvent => ({ name: 'unit.enrolled', subject: `unit/${idAt(number)}`, courtCode: court, data: { name: `单兵${number}`, teamName: '一队', kind: 'phone' } });
const present = { units: () => [], feeds: () => [], slots: () => [], centres: () => [] };
const online = (number: number) => ({ unitId: unitId.parse(idAt(number)), telemetryIndex: number, online: true, lastSeenAt: 1 });
const plain = (state: HallState) => snapshotOf(state);

describe('hall', () => {
  let log: ModelLog;
  let hall: Hall;
  let away: ModelConsole[];
  const begin = (options: Partial<ConstructorParameters<typeof Hall>[0]> = {}) => {
    log = new ModelLog();
    away = [];
    hall = new Hall({ log, present, sendAway: (session) => sendAway(session), now: Date.now, ...options });
  };
  const sendAway = (session: Session) => {
    const console = ModelConsole.of.get(session)!;
    away.push(console);
    console.leave();
  };
  const pass = (ms = 1) => vi.advanceTimersByTime(ms);
  beforeEach(() => {
    vi.useFakeTimers();
    begin();
  });
  afterEach(() => {
    hall.close();
    vi.useRealTimers();
  });

  it('tells a court of itself and of those below it, and nobody else', () => {
    const desks = COURTS.map((court) => new ModelConsole(hall, dispatcherOf(court)));
    COURTS.forEach((court, index) => log.append(enrolled(index, court)));
    pass(50);
    expect(desks.map((desk) => [...desk.replica.units.values()].map((unit) => unit.courtCode))).toEqual([
      COURTS, [intermediate, basic, COURTS[3]], [basic], [COURTS[3]], [foreign],
    ]);
    expect(desks.flatMap((desk) => [...desk.foreign, ...desk.gaps])).toEqual([]);
  });

  it('tells of people only those who may read them', () => {
    const created: NewEvent = { name: 'user.created', subject: `user/${idAt(1)}`, courtCode: basic, data: { username: 'chen', name: '陈', roles: ['judge'], hasPhone: false } };
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    const wall = new ModelConsole(hall, { courtCode: basic, capabilities: new Set(['hall.follow']) });
    log.append(created);
    pass(50);
    expect(desk.replica.users.get(userId.parse(idAt(1)))?.name).toBe('陈');
    expect(wall.replica.users.size).toBe(0);
    expect(new ModelConsole(hall, wall.viewer).answer.log).toMatchObject({ state: { users: [] } });
  });

  it('writes a stretch once for all who see the same, whatever place they have', () => {
    const desks = Array.from({ length: 10 }, () => new ModelConsole(hall, dispatcherOf(basic)));
    log.append(enrolled(0, foreign));
    desks.push(new ModelConsole(hall, dispatcherOf(basic)));
    log.append(enrolled(1, basic));
    const written = vi.spyOn(JSON, 'stringify');
    pass(50);
    expect(written.mock.calls.length).toBeLessThan(6);
    written.mockRestore();
    expect(desks.map((desk) => desk.texts.length)).toEqual(desks.map(() => 1));
    expect(desks.map((desk) => desk.position.sequence)).toEqual(desks.map(() => 2));
    expect(desks.flatMap((desk) => desk.gaps)).toEqual([]);
  });

  it('says at most once a second that one is up to date when nothing visible happens', () => {
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    for (let round = 0; round < 100; round += 1) {
      log.append(enrolled(round, foreign));
      pass(50);
    }
    pass(1_000);
    expect(desk.position.sequence).toBe(100);
    expect(desk.texts.length).toBeLessThanOrEqual(7);
    expect(desk.gaps).toEqual([]);
  });

  it('tells thousands of entries in few frames', () => {
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    for (let round = 0; round < 1_000; round += 1) {
      log.append(enrolled(round, basic));
    }
    pass(50);
    expect(desk.replica.units.size).toBe(1_000);
    expect(desk.texts.length).toBeLessThan(4);
  });

  it('resumes with exactly the entries that were missed', () => {
    log.append(enrolled(0, basic));
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    desk.leave();
    log.append(enrolled(1, basic), enrolled(2, foreign), enrolled(3, basic));
    const back = new ModelConsole(hall, desk.viewer, desk);
    expect(back.answer.log).toMatchObject({ kind: 'entries', stretch: { after: 1, upTo: log.position, entries: [{ sequence: 2 }, { sequence: 4 }] } });
    expect(plain(back.replica)).toEqual(plain(visibleState(log.state, back.viewer)));
  });

  it.each([
    ['the place is of another history', (desk: ModelConsole) => ({ sequence: desk.position.sequence, hash: 'f'.repeat(64) })],
    ['the place is not known yet', () => ({ sequence: 1_000_000, hash: 'f'.repeat(64) })],
  ])('starts from a snapshot when %s', (_, placeOf) => {
    log.append(enrolled(0, basic));
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    desk.position = placeOf(desk);
    const back = new ModelConsole(hall, desk.viewer, desk);
    expect(back.answer.log.kind).toBe('snapshot');
    expect(plain(back.replica)).toEqual(plain(visibleState(log.state, back.viewer)));
  });

  it('starts from a snapshot when too much was missed, or the entries are not at hand', () => {
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    desk.leave();
    log.append(...Array.from({ length: HALL_LIMITS.maxMissed }, (_, index) => enrolled(index, basic)));
    expect(new ModelConsole(hall, desk.viewer, desk).answer.log.kind).toBe('entries');
    log.append(enrolled(9_999, basic));
    expect(new ModelConsole(hall, desk.viewer, desk).answer.log.kind).toBe('snapshot');
    const last = new ModelConsole(hall, desk.viewer);
    last.leave();
    log.append(enrolled(10_000, basic), enrolled(10_001, basic));
    log.ring = 1;
    expect(new ModelConsole(hall, desk.viewer, last).answer.log.kind).toBe('snapshot');
  });

  it('tells a slow console nothing, then all it missed in one stretch, and the others meanwhile as ever', () => {
    begin({ present: { ...present, units: () => [{ ...online(7), courtCode: basic }, { ...online(8), courtCode: foreign }] } });
    const slow = new ModelConsole(hall, dispatcherOf(basic));
    const quick = new ModelConsole(hall, dispatcherOf(basic));
    slow.pause();
    for (let round = 0; round < 40; round += 1) {
      log.append(enrolled(round, basic));
      hall.unitPresence(basic, online(round));
      pass(100);
    }
    expect(quick.replica.units.size).toBe(40);
    const before = slow.texts.length;
    slow.resume();
    pass(300);
    expect(slow.texts.length - before).toBeLessThanOrEqual(3);
    expect(plain(slow.replica)).toEqual(plain(quick.replica));
    expect(slow.noticesOf('presence.changed')).toEqual([{ units: [online(7)], feeds: [], slots: [], centres: [] }]);
    expect(slow.gaps).toEqual([]);
    log.append(enrolled(99, basic));
    pass(100);
    expect(slow.replica.units.size).toBe(41);
    expect(away).toHaveLength(0);
  });

  it('sends a console away that reads nothing for half a minute, or misses too much', () => {
    const stuck = new ModelConsole(hall, dispatcherOf(basic));
    const late = new ModelConsole(hall, dispatcherOf(basic));
    stuck.pause();
    late.pause();
    log.append(enrolled(0, basic));
    pass(100);
    log.append(...Array.from({ length: HALL_LIMITS.maxMissed + 1 }, (_, index) => enrolled(index, basic)));
    pass(100);
    late.resume();
    pass(500);
    expect(away.map((console) => [stuck, late].indexOf(console))).toEqual([1]);
    pass(HALL_LIMITS.slowForMs);
    expect(away.map((console) => [stuck, late].indexOf(console))).toEqual([1, 0]);
  });

  it('says when the log cannot be written', () => {
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    const status: LogStatus = { writable: false, reason: 'diskFull', sinceAt: 5 };
    log.change(status);
    expect(desk.noticesOf('log.statusChanged')).toEqual([status]);
    expect(new ModelConsole(hall, desk.viewer).answer.status).toEqual(status);
  });

  it('tells who is here: of each the latest, and only of courts one sees', () => {
    const desks = [high, basic, foreign].map((court) => new ModelConsole(hall, dispatcherOf(court)));
    hall.unitPresence(basic, { ...online(1), online: false });
    hall.unitPresence(basic, online(1));
    hall.slotPresence({ courtCode: foreign, slotId: 'wall-1' as never, shown: true, screen: null });
    pass(50);
    const [all, own, other] = desks.map((desk) => desk.noticesOf('presence.changed'));
    expect(all).toEqual([{ units: [online(1)], slots: [{ courtCode: foreign, slotId: 'wall-1', shown: true, screen: null }] }]);
    expect(own).toEqual([{ units: [online(1)] }]);
    expect(other).toEqual([{ slots: [{ courtCode: foreign, slotId: 'wall-1', shown: true, screen: null }] }]);
  });

  it('whoever follows anew hears nothing more of what the answer says already', () => {
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    log.append(enrolled(0, basic));
    // Another one's coming makes the hall write what happened; it is not sent yet when the first one follows anew.
    const other = new ModelConsole(hall, dispatcherOf(basic));
    const { log: answer } = hallRequests['hall.follow'].output.parse(hall.handlers['hall.follow']({ from: null }, desk.session));
    expect(answer.kind === 'snapshot' && answer.state.units).toHaveLength(1);
    log.append(enrolled(1, basic));
    pass(50);
    expect(desk.noticesOf('log.appended')).toMatchObject([{ after: 1, entries: [{ sequence: 2 }] }]);
    expect(other.gaps).toEqual([]);
  });

  it('does other work between the sockets it writes to', async () => {
    vi.useRealTimers();
    hall.close();
    begin();
    const desks = Array.from({ length: 20 }, () => new ModelConsole(hall, dispatcherOf(basic)));
    let written = 0;
    for (const { session } of desks) {
      vi.spyOn(session, 'write').mockImplementation(() => {
        written += 1;
        const until = performance.now() + 5;
        while (performance.now() < until);
      });
    }
    log.append(enrolled(0, basic));
    const seen = new Set<number>();
    while (written < desks.length) {
      await new Promise(setImmediate);
      seen.add(written);
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('forgets who has left', () => {
    const desk = new ModelConsole(hall, dispatcherOf(basic));
    expect(hall.followerCount).toBe(1);
    desk.leave();
    log.append(enrolled(0, basic));
    pass(50);
    expect(hall.followerCount).toBe(0);
    expect(desk.texts).toEqual([]);
  });

  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), court: fc.constantFrom(...COURTS), number: fc.nat(5), many: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(1_500) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), who: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('resume' as const), who: fc.nat(2) }) },
  );

  it('any consoles, however they read and come and go, end with what they may see of the state', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(2, 10, Infinity), (steps, ring) => {
        hall.close();
        begin();
        log.ring = ring;
        const desks = [high, intermediate, basic].map((court) => new ModelConsole(hall, dispatcherOf(court)));
        const again = (index: number) => {
          const before = desks[index]!;
          before.leave();
          desks[index] = new ModelConsole(hall, before.viewer, before);
        };
        for (const next of steps) {
          switch (next.do) {
            case 'append':
              log.append(...Array.from({ length: next.many }, (_, index) => (log.state.units.has(unitId.parse(idAt(next.number)))
                ? { name: 'unit.changed' as const, subject: `unit/${idAt(next.number)}`, courtCode: log.state.units.get(unitId.parse(idAt(next.number)))!.courtCode, data: { name: `${index}`, teamName: '二队', kind: 'camera' as const } }
                : enrolled(next.number, next.court))));
              break;
            case 'pass':
              pass(next.ms);
              break;
            case 'leave':
              again(next.who);
              break;
            case 'pause':
              desks[next.who]!.pause();
              break;
            case 'resume':
              desks[next.who]!.resume();
              break;
          }
        }
        for (const desk of desks) {
          desk.resume();
        }
        pass(2_000);
        desks.forEach((desk, index) => away.includes(desk) && again(index));
        for (const desk of desks) {
          expect(plain(desk.replica)).toEqual(plain(visibleState(log.state, desk.viewer)));
          expect(desk.position).toEqual(log.position);
          expect([...desk.gaps, ...desk.foreign]).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
