import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Viewer } from '#domain/access/viewer.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import { AppError } from '#protocol/errors.ts';
import { gridOfFeeds } from '#domain/wall/layouts.ts';
import { commandId, courtCode, feedId, slotId, unitId, type CourtCode } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../link/fakeHallLink.ts';
import { createHallReplica } from './createHallReplica.ts';
import { HallCopy } from './hallCopy.ts';
import { ModelHall } from './modelHall.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const [HIGH, XIAMEN, SIMING, QUANZHOU] = ['闽', '闽02', '闽0203', '闽05'].map((code) => courtCode.parse(code)) as [CourtCode, CourtCode, CourtCode, CourtCode];
const COURTS = [XIAMEN, SIMING, QUANZHOU] as const;
const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const unit = (number: number) => unitId.parse(uuid(number));
const feed = (number: number) => feedId.parse(uuid(100 + number));
const slot = (number: number) => slotId.parse(`wall-${number + 1}`);
/** A unit, a feed or a place belongs to one court for ever. */
const courtOf = (number: number) => COURTS[number % COURTS.length]!;
const viewer: Viewer = { courtCode: XIAMEN, capabilities: new Set(['hall.follow']) };

const registered = (code: CourtCode, name: string): NewEvent => ({
  name: 'court.registered',
  subject: `court/${code}`,
  courtCode: code,
  data: { name, level: 'basic', position: { longitudeDeg: 118, latitudeDeg: 24 }, validFrom: null, validTo: null, source: 'test' },
});
const enrolled = (number: number, name = `单兵${number}`): NewEvent => ({ name: 'unit.enrolled', subject: `unit/${unit(number)}`, courtCode: courtOf(number), data: { name, teamName: '一组', kind: 'phone' } });
const renamed = (number: number, name: string): NewEvent => ({ name: 'unit.changed', subject: `unit/${unit(number)}`, courtCode: courtOf(number), data: { name, teamName: '二组', kind: 'phone' } });
const revoked = (number: number): NewEvent => ({ name: 'unit.revoked', subject: `unit/${unit(number)}`, courtCode: courtOf(number), data: { reason: '停用' } });
const opened = (number: number): NewEvent => ({ name: 'feed.opened', subject: `feed/${feed(number)}`, courtCode: courtOf(number), data: { unitId: unit(number), label: '主摄像头' } });
const taken = (number: number): NewEvent => ({ name: 'slot.taken', subject: `slot/${courtOf(number)}/${slot(number)}`, courtCode: courtOf(number), data: { deviceName: 'desk' } });
const put = (number: number, feedNumber: number): NewEvent => ({
  name: 'wall.put',
  subject: `wall/${courtOf(number)}`,
  courtCode: courtOf(number),
  data: { takeId: commandId.parse(uuid(700 + feedNumber)), what: { kind: 'edit', label: '' }, slots: [{ slotId: slot(number), layout: gridOfFeeds({ columns: 2, rows: 1 }, [feed(feedNumber)]) }] },
});
const undone = (number: number, feedNumber: number): NewEvent => ({ name: 'wall.undone', subject: `wall/${courtOf(number)}`, courtCode: courtOf(number), data: { takeId: commandId.parse(uuid(700 + feedNumber)) } });
const hidden: NewEvent = { name: 'user.created', subject: `user/${uuid(900)}`, courtCode: XIAMEN, data: { username: 'zhang', name: '张三', roles: ['judge'], hasPhone: false } };

const number = fc.nat(5);
const event = fc.oneof(
  fc.record({ number, name: fc.constantFrom('甲', '乙') }).map(({ number: of, name }) => enrolled(of, name)),
  fc.record({ number, name: fc.constantFrom('丙', '丁') }).map(({ number: of, name }) => renamed(of, name)),
  number.map(revoked),
  number.map(opened),
  number.map(taken),
  fc.record({ number, of: fc.nat(2) }).map(({ number: where, of }) => put(where, of)),
  fc.record({ number, of: fc.nat(2) }).map(({ number: where, of }) => undone(where, of)),
  fc.record({ code: fc.constantFrom(...COURTS), name: fc.constantFrom('思明法院', '同安法院') }).map(({ code, name }) => registered(code, name)),
  fc.constant(hidden),
);
const presence = fc.oneof(
  fc.record({ number, online: fc.boolean() }).map(({ number: of, online }) => ({ units: [{ unitId: unit(of), telemetryIndex: of, online, lastSeenAt: of }] })),
  fc.record({ number, generation: fc.nat(3) }).map(({ number: of, generation }) => ({ feeds: [{ feedId: feed(of), tracks: [], generation, sinceAt: of }] })),
  fc.record({ number, shown: fc.boolean() }).map(({ number: of, shown: isShown }) => ({ slots: [{ courtCode: courtOf(of), slotId: slot(of), shown: isShown, screen: null }] })),
  fc.record({ code: fc.constantFrom(...COURTS), desks: fc.nat(2) }).map(({ code, desks }) => ({
    centres: [{ courtCode: code, state: 'connected' as const, sinceAt: 1, desks, walls: 0, tiles: 0, staleTiles: 0 }],
  })),
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('decide' as const), events: fc.array(event, { minLength: 1, maxLength: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('presence' as const), change: presence }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('tell' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('deliver' as const), frames: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('loseFrame' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('otherRights' as const), court: fc.constantFrom(HIGH, XIAMEN, SIMING) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);

/** The hall, its wire and one follower, by hand. */
function setUp(options: { window?: number } = {}) {
  const link = new FakeHallLink();
  const hall = new ModelHall({ viewer, ...options });
  /** Frames on their way, in order: an answer is one of them. */
  const wire: (() => void)[] = [];
  let connected = false;
  link.answers['hall.follow'] = (input) =>
    new Promise((resolve) => {
      const answer = hall.follow(input);
      wire.push(() => resolve(answer));
    });
  const log = vi.fn<(message: string, cause: unknown) => void>();
  const replica = createHallReplica({ link, log });
  const tell = () => {
    const stretch = hall.takeStretch()?.stretch;
    const changed = hall.takePresence();
    if (stretch && connected) {
      wire.push(() => link.notify('log.appended', stretch));
    }
    if (changed && connected) {
      wire.push(() => link.notify('presence.changed', changed));
    }
  };
  const connect = () => {
    connected = true;
    link.goOnline({ court: { courtCode: hall.viewer.courtCode, name: '' }, capabilities: ['session.use', 'hall.follow'] });
  };
  const disconnect = () => {
    connected = false;
    wire.length = 0;
    link.goOffline();
  };
  const deliver = async (frames = wire.length) => {
    for (const frame of wire.splice(0, frames)) {
      frame();
      await vi.advanceTimersByTimeAsync(0);
    }
  };
  const settle = async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      tell();
      await deliver();
      await vi.advanceTimersByTimeAsync(10_000);
    }
  };
  const state = () => replica.state.getState();
  return { link, hall, wire, replica, log, tell, connect, disconnect, deliver, settle, state };
}

/** As a copy that was made this moment would show it. */
function expected(hall: ModelHall) {
  const copy = new HallCopy(() => undefined);
  copy.setCourt(hall.viewer.courtCode);
  copy.takeAllPresence(hall.allPresence());
  const { log } = hall.follow({ from: null });
  copy.takeSnapshot(log.kind === 'snapshot' ? log.state : raise(), hall.position);
  return plain({ ...copy.maps });
}

function raise(): never {
  throw new Error('not a snapshot');
}

const byKey = <Key, Value>(map: ReadonlyMap<Key, Value>) => [...map].toSorted(([a], [b]) => String(a).localeCompare(String(b)));
function plain({ log, units, feeds, wall, centres }: Pick<ReturnType<ReturnType<typeof setUp>['state']>, 'log' | 'units' | 'feeds' | 'wall' | 'centres'>) {
  const folded = Object.fromEntries(Object.entries(log).map(([name, objects]) => [name, byKey(new Map<string, unknown>(objects.entries()))]));
  return { folded, units: byKey(units), feeds: byKey(feeds), wall: byKey(wall), centres: byKey(centres) };
}

describe('hall replica', () => {
  it('ends equal to the hall after any interleaving of decisions, frames, losses and reconnects', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 50 }), fc.constantFrom(-1, 3, 1_000), async (steps, window) => {
        const rig = setUp({ window });
        rig.hall.decide(registered(XIAMEN, '厦门中院'), enrolled(0), enrolled(1));
        rig.connect();
        for (const next of steps) {
          switch (next.do) {
            case 'decide':
              rig.hall.decide(...next.events);
              break;
            case 'presence':
              rig.hall.setPresence(next.change);
              break;
            case 'tell':
              rig.tell();
              break;
            case 'deliver':
              await rig.deliver(next.frames);
              break;
            case 'loseFrame':
              // Answers are never lost without the socket; a stretch may be, by a fault of the hall.
              rig.hall.takeStretch();
              break;
            case 'reconnect':
              rig.disconnect();
              rig.connect();
              break;
            case 'otherRights':
              rig.disconnect();
              rig.hall.viewer = { courtCode: next.court, capabilities: new Set(['hall.follow']) };
              rig.connect();
              break;
            case 'wait':
              await vi.advanceTimersByTimeAsync(1_000);
              break;
          }
        }
        // A gap shows with the next stretch only.
        rig.hall.decide(hidden);
        await rig.settle();
        expect(rig.state().synced).toBe(true);
        expect(rig.state().position).toEqual(rig.hall.position);
        expect(plain(rig.state())).toEqual(expected(rig.hall));
        expect(rig.log).not.toHaveBeenCalled();
        rig.replica.close();
      }),
      { numRuns: 300 },
    );
  });

  it('is not overruled by what the hall told before it answered', async () => {
    const rig = setUp();
    rig.connect();
    await rig.settle();
    const centre = { courtCode: SIMING, state: 'connected' as const, sinceAt: 1, walls: 0, tiles: 0, staleTiles: 0 };
    rig.hall.setPresence({ centres: [{ ...centre, desks: 0 }] });
    rig.hall.decide(enrolled(0));
    rig.hall.takeStretch();
    rig.hall.decide(enrolled(1));
    const told = rig.hall.takeStretch()!.stretch;
    const older = rig.hall.takePresence()!;
    rig.wire.push(() => rig.link.notify('log.appended', told));
    await rig.deliver();
    rig.hall.setPresence({ centres: [{ ...centre, desks: 1 }] });
    await vi.advanceTimersByTimeAsync(200);
    // The gap was followed anew; before the hall answers, the older news is still on its way.
    rig.wire.unshift(() => rig.link.notify('presence.changed', older));
    expect(rig.wire).toHaveLength(2);
    await rig.deliver();
    expect(rig.state().synced).toBe(true);
    expect(rig.state().centres.get(SIMING)?.desks).toBe(1);
  });

  it('resumes with the entries it missed, and takes a snapshot where the hall has them no more', async () => {
    const rig = setUp({ window: 3 });
    rig.hall.decide(enrolled(0));
    rig.connect();
    await rig.settle();
    rig.disconnect();
    rig.hall.decide(renamed(0, '改名'), enrolled(1));
    rig.connect();
    await rig.settle();
    expect(rig.state().units.get(unit(0))?.name).toBe('改名');
    rig.disconnect();
    rig.hall.decide(renamed(0, '一'), renamed(0, '二'), renamed(0, '三'), renamed(0, '四'));
    rig.connect();
    await rig.settle();
    expect(rig.state().units.get(unit(0))?.name).toBe('四');
    expect(rig.hall.answered).toEqual(['snapshot', 'entries', 'snapshot']);
  });

  it('begins from nothing with other rights, since entries alone would leave out what it could not see before', async () => {
    const rig = setUp();
    rig.hall.decide(enrolled(0), enrolled(2));
    rig.connect();
    await rig.settle();
    expect([...rig.state().units.keys()]).toEqual([unit(0)]);
    rig.disconnect();
    rig.hall.viewer = { ...viewer, courtCode: HIGH };
    rig.connect();
    await rig.settle();
    expect([...rig.state().units.keys()]).toEqual([unit(0), unit(2)]);
    expect(rig.hall.answered).toEqual(['snapshot', 'snapshot']);
  });

  it('notices a gap and follows anew', async () => {
    const rig = setUp();
    rig.connect();
    await rig.settle();
    rig.hall.decide(enrolled(0));
    rig.hall.takeStretch();
    rig.hall.decide(enrolled(1));
    rig.tell();
    await rig.deliver();
    expect(rig.state().synced).toBe(false);
    await rig.settle();
    expect(rig.state().synced).toBe(true);
    expect([...rig.state().units.keys()]).toEqual([unit(0), unit(1)]);
    expect(rig.hall.answered).toEqual(['snapshot', 'entries']);
  });

  it('keeps the last state readable while the hall is away', async () => {
    const rig = setUp();
    expect(rig.state()).toMatchObject({ synced: false, syncedAt: null, status: null });
    rig.hall.decide(enrolled(0));
    rig.connect();
    await rig.settle();
    rig.disconnect();
    expect(rig.state()).toMatchObject({ synced: false, status: { writable: true } });
    expect(rig.state().syncedAt).not.toBeNull();
    expect(rig.state().units.size).toBe(1);
  });

  it('asks again, ever more slowly, when following fails, and not at all where it may not', async () => {
    const link = new FakeHallLink();
    const hall = new ModelHall({ viewer });
    let failures = 2;
    link.answers['hall.follow'] = (input) => {
      failures -= 1;
      if (failures >= 0) {
        throw new AppError('timedOut');
      }
      return hall.follow(input);
    };
    const replica = createHallReplica({ link });
    link.goOnline();
    await vi.advanceTimersByTimeAsync(199);
    expect(link.inputsOf('hall.follow')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(link.inputsOf('hall.follow')).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(400);
    expect(replica.state.getState().synced).toBe(true);
    link.goOffline();
    link.goOnline({ capabilities: ['session.use', 'audit.read'] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(link.inputsOf('hall.follow')).toHaveLength(3);
    replica.close();
  });

  it('leaves maps and records that nothing happened to as the same objects, also over a snapshot', async () => {
    const rig = setUp({ window: -1 });
    rig.hall.decide(enrolled(0), enrolled(1), opened(0), taken(0));
    rig.connect();
    await rig.settle();
    const before = rig.state();
    rig.hall.decide(renamed(1, '新名'));
    rig.tell();
    await rig.deliver();
    expect(rig.state().feeds).toBe(before.feeds);
    expect(rig.state().wall).toBe(before.wall);
    expect(rig.state().units.get(unit(0))).toBe(before.units.get(unit(0)));
    const renamedState = rig.state();
    rig.disconnect();
    rig.connect();
    await rig.settle();
    expect(rig.hall.answered).toEqual(['snapshot', 'snapshot']);
    expect(rig.state().units).toBe(renamedState.units);
  });

  it('passes over entries of a newer hall, logs those that do not fit, and goes on', async () => {
    const rig = setUp();
    rig.connect();
    await rig.settle();
    const entry = { at: 1, subject: `unit/${unit(0)}`, version: 1, courtCode: XIAMEN, actor: { kind: 'hall' as const } };
    rig.link.notify('log.appended', {
      after: 0,
      upTo: { sequence: 3, hash: '3'.repeat(64) },
      entries: [
        { ...entry, sequence: 1, name: 'moon.landed', data: {} },
        { ...entry, sequence: 2, name: 'unit.enrolled', data: { name: 7 } },
        { ...entry, sequence: 3, name: 'unit.enrolled', data: { name: '单兵', teamName: '一组', kind: 'phone' } },
      ],
    });
    expect([...rig.state().units.values()].map(({ name }) => name)).toEqual(['单兵']);
    expect(rig.state().position?.sequence).toBe(3);
    expect(rig.log).toHaveBeenCalledOnce();
  });

  it('hands on entries once each and in order, live or missed, and none of a snapshot', async () => {
    const rig = setUp();
    rig.hall.decide(enrolled(0));
    const heard: number[] = [];
    rig.replica.onEntries(() => {
      throw new Error('a listener fails');
    });
    const stop = rig.replica.onEntries((entries) => heard.push(...entries.map(({ sequence }) => sequence)));
    rig.connect();
    await rig.settle();
    rig.hall.decide(enrolled(1), hidden, opened(0));
    await rig.settle();
    rig.disconnect();
    rig.hall.decide(renamed(0, '改名'));
    rig.connect();
    await rig.settle();
    stop();
    rig.hall.decide(renamed(0, '再改'));
    await rig.settle();
    expect(heard).toEqual([2, 4, 5]);
    expect(rig.log).toHaveBeenCalled();
  });

  it('shows units with the name of their court, and only its own court\'s wall', async () => {
    const rig = setUp();
    rig.hall.decide(enrolled(0), enrolled(1), taken(0), taken(1));
    rig.connect();
    await rig.settle();
    expect(rig.state().units.get(unit(0))?.courtName).toBe('闽02');
    expect([...rig.state().wall.keys()]).toEqual([slot(0)]);
    rig.hall.decide(registered(XIAMEN, '厦门中院'), registered(SIMING, '思明法院'));
    rig.hall.setPresence({ slots: [{ courtCode: XIAMEN, slotId: slot(0), shown: true, screen: null }] });
    await rig.settle();
    expect([...rig.state().units.values()].map(({ courtName }) => courtName)).toEqual(['厦门中院', '思明法院']);
    expect(rig.state().wall.get(slot(0))?.shown).toBe(true);
  });

  it('hears nothing more after close', async () => {
    const rig = setUp();
    rig.connect();
    await rig.settle();
    rig.replica.close();
    rig.hall.decide(enrolled(0));
    rig.tell();
    await rig.deliver();
    expect(rig.state()).toMatchObject({ synced: false });
    expect(rig.state().units.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
