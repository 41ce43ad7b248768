import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesOfPerson, capabilitiesOfPurpose, EXCLUDING_ROLES, mayServe } from '#domain/access/roles.ts';
import { maySee, nounOf, type Viewer } from '#domain/access/viewer.ts';
import { changeCourt, registerCourt } from '#domain/courts/decideCourt.ts';
import type { Decision } from '#domain/decision/decision.ts';
import { enrolDevice, issueDeviceCode, joinDevice, revokeDevice } from '#domain/devices/decideDevice.ts';
import { acceptDuty, endDuty, offerDuty, relieveDuty, startDuty, withdrawDuty } from '#domain/duty/decideDuty.ts';
import { openFeed } from '#domain/feeds/decideFeed.ts';
import { changeFence, drawFence, removeFence } from '#domain/fences/decideFence.ts';
import { changeUser, closeUser, createUser, reopenUser, setPhone } from '#domain/people/decideUser.ts';
import { changeUnit, enrolUnit, issueUnitCode, joinUnit, revokeUnit } from '#domain/units/decideUnit.ts';
import { isLayout } from '#domain/wall/decide/checkLayout.ts';
import { takeSlot } from '#domain/wall/decideSlot.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf, events, type HallEvent } from '#protocol/events.ts';
import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { CourtCode, DeviceId, FeedId, FenceId, SlotId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import { fold, nextVersion } from './fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, visibleState, type HallState } from './hallState.ts';

const COURTS = ['闽', '闽02', '闽0203', '闽0206', '闽06', '闽0603'] as CourtCode[];
const id = (kind: number, index: number) => `00000000-0000-4000-8000-${kind}${String(index).padStart(11, '0')}`;
const user = (index: number) => id(1, index % 6) as UserId;
const unit = (index: number) => id(2, index % 3) as UnitId;
const device = (index: number) => id(3, index % 3) as DeviceId;
const feed = (index: number) => id(4, index % 40) as FeedId;
const fence = (index: number) => id(5, index % 3) as FenceId;

/** Numbers that a command makes its choices with. */
type Dice = { readonly a: number; readonly b: number; readonly c: number; readonly roles: readonly Role[]; readonly stale: boolean };
type Ask = (state: HallState, dice: Dice) => Decision<unknown>;

const court = ({ b }: Dice) => COURTS[b % COURTS.length]!;
const versionOf = (object: { readonly version: number } | undefined, { stale }: Dice) => (object?.version ?? 0) + (stale ? 1 : 0);
const registration = ({ c }: Dice) => ({
  name: `第${c}法院`,
  level: 'basic' as const,
  position: { longitudeDeg: 118, latitudeDeg: 24 + c / 100 },
  validFrom: null,
  validTo: null,
  source: '测试',
});
/** A post of one of two courts, and someone who asks about it: anyone, its holder, or who is to have it next. */
const dutyAsk = (state: HallState, dice: Dice) => {
  const name = DUTY_POSTS[dice.c % 2]!;
  const courtCode = COURTS[dice.b % 5 === 0 ? 0 : 1]!;
  const there = state.duty.get(`${courtCode}/${name}`);
  const userId = [undefined, there?.holder?.userId, there?.offer?.toUserId, there?.holder?.userId][dice.b % 4] ?? user(dice.a);
  const asks = state.users.get(userId);
  const caller = { userId, name: asks?.name ?? '无此人', courtCode: asks?.courtCode ?? courtCode };
  const expectedVersion = versionOf(state.duty.get(`${caller.courtCode}/${name}`), dice);
  return { caller, post: { post: name, expectedVersion } };
};
/** Often someone who was offered a post: they may be closed before they take it. */
const userInput = (state: HallState, dice: Dice) => {
  const offered = dice.b % 4 === 0 ? state.duty.find(({ offer }) => offer !== null)?.offer?.toUserId : undefined;
  const userId = offered ?? user(dice.a);
  return { userId, expectedVersion: versionOf(state.users.get(userId), dice) };
};
const unitInput = (state: HallState, dice: Dice) => ({ unitId: unit(dice.a), expectedVersion: versionOf(state.units.get(unit(dice.a)), dice) });
const fenceInput = (state: HallState, dice: Dice) => ({ fenceId: fence(dice.a), expectedVersion: versionOf(state.fences.get(fence(dice.a)), dice) });
/** Now and then a line, or about a unit that may be another court's. */
const fenceFacts = ({ a, b, c }: Dice) => ({
  name: `围栏${c}`,
  kind: 'enter' as const,
  severity: 'notice' as const,
  ring: [[118, 25], [119, 25], [118 + (c % 5), c % 5 === 0 ? 25 : 26]] as [number, number][],
  afterMs: 0,
  unitIds: b % 3 === 0 ? [unit(a)] : null,
  operationId: null,
  activeFrom: null,
  activeTo: null,
});

/** Made once each: the hall never gives an id twice. */
const unless = (taken: boolean, decide: () => Decision<unknown>): Decision<unknown> => (taken ? { events: [], answer: () => null } : decide());

const ASKS: Record<string, Ask> = {
  registerCourt: (state, dice) => registerCourt(state, { courtCode: court(dice), ...registration(dice) }),
  changeCourt: (state, dice) => changeCourt(state, { courtCode: court(dice), ...registration(dice), expectedVersion: versionOf(state.courts.get(court(dice)), dice) }),
  createUser: (state, dice) => unless(state.users.has(user(dice.a)), () => {
    // Most of them in two courts, so that they meet.
    const courtCode = COURTS[dice.b % 8] ?? '闽' as CourtCode;
    return createUser(state, { userId: user(dice.a), username: `name-${dice.c % 12}`, name: `人${dice.c}`, courtCode, roles: [...dice.roles], phone: dice.c % 2 === 0 ? '0592' : null });
  }),
  changeUser: (state, dice) => changeUser(state, { ...userInput(state, dice), name: `改${dice.c}`, roles: [...dice.roles] }),
  setPhone: (state, dice) => setPhone(state, { ...userInput(state, dice), phone: dice.b % 2 === 0 ? null : '0591' }),
  closeUser: (state, dice) => closeUser(state, { ...userInput(state, dice), reason: '调离' }),
  reopenUser: (state, dice) => reopenUser(state, { ...userInput(state, dice), reason: '返回' }),
  enrolDevice: (state, dice) => unless(state.devices.has(device(dice.a)), () =>
    enrolDevice(state, { deviceId: device(dice.a), courtCode: court(dice), name: `机${dice.c}`, kind: 'console', expiresAt: dice.c })),
  issueDeviceCode: (state, dice) => issueDeviceCode(state, { deviceId: device(dice.a), expiresAt: dice.c }),
  joinDevice: (state, dice) => joinDevice(state, { deviceId: device(dice.a), clientName: 'console', remoteAddress: '10.0.0.1' }),
  revokeDevice: (state, dice) =>
    revokeDevice(state, { deviceId: device(dice.a), expectedVersion: versionOf(state.devices.get(device(dice.a)), dice), reason: '报废' }),
  enrolUnit: (state, dice) => unless(state.units.has(unit(dice.a)), () =>
    enrolUnit(state, { unitId: unit(dice.a), courtCode: court(dice), name: `单兵${dice.c}`, teamName: '一队', kind: 'recorder', expiresAt: dice.c })),
  changeUnit: (state, dice) => changeUnit(state, { ...unitInput(state, dice), name: `改${dice.c}`, teamName: '二队', kind: 'phone' }),
  issueUnitCode: (state, dice) => issueUnitCode(state, { unitId: unit(dice.a), expiresAt: dice.c }),
  joinUnit: (state, dice) => joinUnit(state, { unitId: unit(dice.a), clientName: 'field', remoteAddress: '10.0.0.2' }),
  revokeUnit: (state, dice) => revokeUnit(state, { ...unitInput(state, dice), reason: '遗失' }),
  openFeed: (state, dice) => unless(state.feeds.has(feed(dice.b)), () => openFeed(state, { unitId: unit(dice.a % 4 === 0 ? 1 : 0), label: `cam-${dice.c % 30}`, feedId: feed(dice.b) })),
  takeSlot: (state, dice) => takeSlot(state, { courtCode: court(dice), slotId: `wall-${1 + (dice.a % 2)}` as SlotId }, `机${dice.c % 2}`),
  startDuty: (state, dice) => startDuty(state, dutyAsk(state, dice).post, dutyAsk(state, dice).caller),
  offerDuty: (state, dice) =>
    offerDuty(state, { ...dutyAsk(state, dice).post, toUserId: user(dice.a), done: '巡查', undone: '移交车辆' }, dutyAsk(state, dice).caller),
  withdrawDuty: (state, dice) => withdrawDuty(state, dutyAsk(state, dice).post, dutyAsk(state, dice).caller),
  acceptDuty: (state, dice) => acceptDuty(state, dutyAsk(state, dice).post, dutyAsk(state, dice).caller),
  endDuty: (state, dice) => endDuty(state, { ...dutyAsk(state, dice).post, note: '换班' }, dutyAsk(state, dice).caller),
  drawFence: (state, dice) => unless(state.fences.has(fence(dice.a)), () => drawFence(state, { fenceId: fence(dice.a), courtCode: court(dice), ...fenceFacts(dice) })),
  changeFence: (state, dice) => changeFence(state, { ...fenceInput(state, dice), ...fenceFacts(dice) }),
  removeFence: (state, dice) => removeFence(state, { ...fenceInput(state, dice), reason: '结束' }),
  relieveDuty: (state, dice) => relieveDuty(state, { ...dutyAsk(state, dice).post, courtCode: dutyAsk(state, dice).caller.courtCode, reason: '失联' }),
};

const askNames = Object.keys(ASKS);
const step = fc.record({
  ask: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...askNames) },
    { weight: 2, arbitrary: fc.constantFrom('startDuty', 'offerDuty', 'acceptDuty', 'withdrawDuty', 'openFeed', 'openFeed', 'openFeed') },
  ),
  dice: fc.record({
    a: fc.nat(59),
    b: fc.nat(59),
    c: fc.nat(59),
    roles: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Role[]>(['dutyOfficer'], ['dispatcher', 'technician'], ['administrator'], ['administrator', 'auditor']) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 }) },
    ),
    stale: fc.nat(9).map((number) => number === 0),
  }),
});
type Step = { readonly ask: string; readonly dice: Dice };
/** Everything is there from the start, so that most commands find something to work on. */
const FOUNDING: readonly Step[] = [0, 1, 2, 3, 4, 5].flatMap((index) =>
  ['createUser', 'enrolUnit', 'enrolDevice', 'openFeed', 'takeSlot'].map((ask) => ({
    ask,
    dice: { a: index, b: index === 0 ? 0 : 1, c: index, roles: index === 0 ? ['administrator' as const] : ['dutyOfficer' as const], stale: false },
  })),
);
const stepsOf = fc.oneof(fc.array(step, { maxLength: 20 }), fc.array(step, { minLength: 60, maxLength: 120 }));
const history = fc.tuple(fc.nat(3).map((number) => number > 0), stepsOf).map(([founded, steps]) => [...(founded ? FOUNDING : []), ...steps]);

/** Entries that no command of the domain makes: looks, sign-ins, what the hall says of itself. */
/** Told in `alarms/dispatchHistory.test.ts`, `operations/operationHistory.test.ts`, `wall/decide/wallHistory.test.ts`, `assist/`, `instructions/`, `reports/`, `tasks/`, `tasks/deputies/`, `consultations/`, `partners/`, `upward/`, `grants/`, `sources/` and `drills/`, by the same rules. */
const HISTORIES_OF_THEIR_OWN = new Set<string>(['assist', 'instruction', 'report', 'task', 'deputy', 'consultation', 'partner', 'upward', 'alarm', 'order', 'call', 'campaign', 'operation', 'step', 'party', 'journal', 'snapshot', 'grant', 'source', 'drill', 'wall', 'preset', 'drawing']);
const UNDECIDED = [
  'user.passwordReset', 'user.passwordChanged', 'user.lockedOut', 'user.unlocked', 'session.signedIn', 'session.signedOut', 'session.ended',
  'personal.opened', 'unit.tokenIssued', 'slot.arranged', 'slot.dealt', 'slot.released', 'track.read', 'centre.lost', 'centre.returned', 'connector.lost', 'connector.returned', 'recording.played', 'talk.begun', 'talk.ended', 'talk.called', 'talk.answered', 'talk.hungUp', 'signing.keyEnrolled', 'signing.keyRevoked', 'signing.pinChanged', 'signing.pinFailed', 'signing.pinLocked', 'paper.made', 'audit.exported', 'log.restored', 'clock.steered',
];

type Moment = { readonly state: HallState; readonly event: HallEvent };

/** Runs the commands as the log does, and checks what holds at every single one. */
function run(steps: readonly Step[], told: (ask: string, outcome: string) => void = () => {}): { final: HallState; moments: Moment[] } {
  let state = EMPTY_STATE;
  const moments: Moment[] = [];
  for (const { ask, dice } of steps) {
    let decision: Decision<unknown>;
    try {
      decision = ASKS[ask]!(state, dice);
    } catch (error) {
      if (!(error instanceof AppError)) {
        throw error;
      }
      told(ask, error.code);
      continue;
    }
    for (const decided of decision.events) {
      const version = nextVersion(state, decided.name, decided.subject);
      const entry: WireEntry = { sequence: moments.length + 1, at: 1_000 + moments.length, version, actor: { kind: 'hall' }, ...decided };
      const event = eventOf(JSON.parse(JSON.stringify(entry)) as WireEntry);
      // Nothing of what was decided is lost or changed on the way through JSON and the schemas.
      expect(event).toEqual(entry);
      const before = state;
      state = fold(state, event!);
      checkVersions(before, state, event!);
      moments.push({ state, event: event! });
    }
    decision.answer(state);
    told(ask, decision.events.length === 0 ? 'nothing' : 'done');
  }
  return { final: state, moments };
}

function checkVersions(before: HallState, after: HallState, event: HallEvent): void {
  const old = versions(before);
  const now = versions(after);
  const changed = [...now].filter(([subject, version]) => old.get(subject) !== version);
  const gone = [...old.keys()].filter((subject) => !now.has(subject));
  const isEnd = event.name === 'fence.removed';
  expect({ changed, gone }).toEqual(isEnd ? { changed: [], gone: [event.subject] } : { changed: [[event.subject, (old.get(event.subject) ?? 0) + 1]], gone: [] });
}

function versions(state: HallState): Map<string, number> {
  const { courts, users, devices, units, feeds, slots, duty, fences } = state;
  const of = (noun: string, objects: Iterable<[string, { readonly version: number }]>) => [...objects].map(([key, { version }]) => [`${noun}/${key}`, version] as const);
  return new Map([...of('court', courts), ...of('user', users), ...of('device', devices), ...of('unit', units), ...of('feed', feeds), ...of('slot', slots), ...of('duty', duty), ...of('fence', fences)]);
}

/** As plain data, whatever the order in which the maps hold it. */
function plain(state: HallState): unknown {
  return Object.entries(state).map(([name, objects]) => [name, Object.entries(objects.toObject()).toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}

function expectSame(one: HallState, other: HallState): void {
  expect(plain(one)).toEqual(plain(other));
}

const overJson = (state: HallState): HallState => stateOf(JSON.parse(JSON.stringify(snapshotOf(state))) as ReturnType<typeof snapshotOf>);

describe('a history of commands', () => {
  it('folds the same every time, survives a snapshot at any place, and never touches a state that was handed out', () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, seed) => {
        const { final, moments } = run(steps);
        const start = moments.length === 0 ? 0 : seed % moments.length;
        const kept = plain(moments[start]?.state ?? EMPTY_STATE);
        const again = moments.reduce((state, { event }) => fold(state, event), EMPTY_STATE);
        expectSame(again, final);
        const resumed = moments.slice(start + 1).reduce((state, { event }) => fold(state, event), overJson(moments[start]?.state ?? EMPTY_STATE));
        expectSame(resumed, final);
        expect(plain(moments[start]?.state ?? EMPTY_STATE)).toEqual(kept);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the rules of the hall', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { moments } = run(steps);
        let administered = false;
        const revoked = new Map<string, number>();
        for (const { state, event } of moments) {
          const users = [...state.users.values()];
          const administrators = users.filter(({ roles, courtCode, state: how }) => how === 'active' && courtCode === '闽' && roles.includes('administrator'));
          administered ||= administrators.length > 0;
          expect(administered && administrators.length === 0).toBe(false);
          expect(new Set(users.map(({ username }) => username)).size).toBe(users.length);
          for (const { roles } of users) {
            expect(EXCLUDING_ROLES.some((pair) => pair.every((role) => roles.includes(role)))).toBe(false);
            expect(new Set(roles).size).toBe(roles.length);
          }
          for (const { holder, offer, courtCode } of state.duty.values()) {
            const person = holder === null ? null : state.users.get(holder.userId)!;
            expect(person === null || (person.state === 'active' && person.courtCode === courtCode && mayServe(person.roles))).toBe(true);
            expect(offer !== null && (holder === null || offer.toUserId === holder.userId)).toBe(false);
          }
          for (const { layout } of state.slots.values()) {
            expect(isLayout(layout)).toBe(true);
          }
          for (const own of state.feeds.groupBy(({ unitId }) => unitId).values()) {
            expect(own.size).toBeLessThanOrEqual(8);
            expect(new Set(own.map(({ label }) => label).values()).size).toBe(own.size);
          }
          // What is revoked stays as it was.
          expect(revoked.has(event.subject)).toBe(false);
          if (event.name === 'unit.revoked' || event.name === 'device.revoked') {
            revoked.set(event.subject, event.version);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('meets every command with success and with each of its refusals', () => {
    const met = new Map<string, Set<string>>(askNames.map((name) => [name, new Set()]));
    const names = new Set<string>();
    for (const steps of fc.sample(history, { numRuns: 1_000, seed: 8 })) {
      for (const { event } of run(steps, (ask, outcome) => met.get(ask)!.add(outcome)).moments) {
        names.add(event.name);
      }
    }
    const refusals = Object.fromEntries([...met].map(([ask, outcomes]) => [ask, [...outcomes].toSorted()]));
    expect(refusals).toEqual({
      registerCourt: ['conflict', 'done'],
      changeCourt: ['conflict', 'done', 'notFound'],
      createUser: ['conflict', 'done', 'nothing', 'rolesExclude'],
      changeUser: ['conflict', 'done', 'lastAdministrator', 'notFound', 'onDuty', 'rolesExclude'],
      setPhone: ['conflict', 'done', 'notFound'],
      closeUser: ['conflict', 'done', 'lastAdministrator', 'notFound', 'nothing', 'onDuty'],
      reopenUser: ['conflict', 'done', 'notFound', 'nothing'],
      enrolDevice: ['done', 'nothing'],
      issueDeviceCode: ['done', 'notFound', 'revoked'],
      joinDevice: ['done', 'notFound', 'revoked'],
      revokeDevice: ['conflict', 'done', 'notFound', 'revoked'],
      enrolUnit: ['done', 'nothing'],
      changeUnit: ['conflict', 'done', 'notFound', 'revoked'],
      issueUnitCode: ['done', 'notFound', 'revoked'],
      joinUnit: ['done', 'notFound', 'revoked'],
      revokeUnit: ['conflict', 'done', 'notFound', 'revoked'],
      openFeed: ['done', 'notFound', 'nothing', 'revoked', 'tooManyFeeds'],
      takeSlot: ['done', 'nothing'],
      startDuty: ['cannotServe', 'conflict', 'done', 'postTaken'],
      offerDuty: ['cannotServe', 'conflict', 'done', 'notFound', 'notOnDuty'],
      withdrawDuty: ['conflict', 'done', 'notOffered', 'notOnDuty'],
      acceptDuty: ['cannotServe', 'conflict', 'done', 'notOffered'],
      endDuty: ['conflict', 'done', 'notOnDuty'],
      drawFence: ['badRing', 'done', 'notFound', 'nothing'],
      changeFence: ['badRing', 'conflict', 'done', 'notFound'],
      removeFence: ['conflict', 'done', 'notFound'],
      relieveDuty: ['conflict', 'done', 'notFound'],
    });
    expect(Object.keys(events).filter((name) => !names.has(name) && !HISTORIES_OF_THEIR_OWN.has(nounOf(name as HallEvent['name'])))).toEqual(UNDECIDED);
  });
});

const VIEWERS: readonly Viewer[] = COURTS.flatMap((courtCode) => [
  ...[...ROLES.map((role) => [role]), ['commander' as const, 'technician' as const], ['judge' as const, 'auditor' as const]].map((roles) => ({
    courtCode,
    capabilities: new Set(capabilitiesOfPerson(roles, { mustChangePassword: false })),
  })),
  ...(['unit', 'wall', 'observer', 'operator'] as const).map((purpose) => ({ courtCode, capabilities: new Set(capabilitiesOfPurpose(purpose)) })),
]);

describe('a replica', () => {
  it.each(COURTS)('in %s that hears only its own entries has the visible part of the truth, whoever looks and whenever it began', (courtCode) => {
    const viewers = VIEWERS.filter((viewer) => viewer.courtCode === courtCode);
    fc.assert(
      fc.property(history, fc.nat(), (steps, seed) => {
        const { moments } = run(steps);
        const start = moments.length === 0 ? 0 : seed % moments.length;
        for (const viewer of viewers) {
          let replica = overJson(visibleState(moments[start]?.state ?? EMPTY_STATE, viewer));
          for (const { state, event } of moments.slice(start + 1)) {
            const before = replica;
            if (maySee(viewer, nounOf(event.name), event.courtCode)) {
              replica = fold(before, event);
              expectSame(replica, fold(visibleState(before, viewer), event));
            }
            expectSame(replica, visibleState(state, viewer));
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it('passes over entries of a newer hall, and over what a newer hall says besides', () => {
    fc.assert(
      fc.property(history, fc.constantFrom('operation.started', 'unit.', 'unit.exploded', 'toString', '__proto__', 'constructor'), (steps, name) => {
        for (const { event } of run(steps).moments) {
          expect(eventOf({ ...event, name })).toBeNull();
          expect(eventOf({ ...event, data: { ...event.data, newer: 1 } })).toEqual(event);
        }
      }),
      { numRuns: 20 },
    );
  });
});
