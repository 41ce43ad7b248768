import { randomUUIDv7 } from 'node:crypto';
import { pino } from 'pino';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import { enrolDevice } from '#domain/devices/decideDevice.ts';
import { openFeed } from '#domain/feeds/decideFeed.ts';
import { createUser } from '#domain/people/decideUser.ts';
import { enrolUnit } from '#domain/units/decideUnit.ts';
import { courtCode, deviceId, feedId, unitId, userId, type CourtCode, type UnitId, type UserId } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import { createCourts } from '../../sfu/courts/courts.ts';
import { createTokenAuthority } from '../../sfu/identity/tokenAuthority.ts';
import { openSigningKey } from '../../sfu/keys/signingKey.ts';
import { EventLog } from '../../sfu/log/eventLog.ts';
import { openStorage, type Storage } from '../../sfu/persistence/storage.ts';

/** Where consoles follow from: a high court, two intermediate and two basic ones, of which some see others. */
const SEAT_COURTS = ['闽', '闽02', '闽0203', '闽05', '闽0524'] as const;
/** Four people a court; the three kinds are told different things. */
const SEAT_ROLES: readonly Role[] = ['dispatcher', 'dispatcher', 'commander', 'technician'];
const UNIT_COURTS = ['闽0203', '闽0205', '闽0206', '闽0524', '闽0502', '闽0581', '闽0102', '闽0181', '闽0602', '闽0802'] as const;
const UNITS = 200;
const PEOPLE = 100;
const DEVICES = 20;
/** Consoles at which one person may be signed in. */
const TOKENS = 25;
const DAY_MS = 86_400_000;

/** A person whose consoles follow, with a token for each of them, as each sign-in has its own. */
export type Seat = { readonly tokens: readonly string[]; readonly userId: UserId; readonly name: string; readonly courtCode: CourtCode; readonly roles: readonly Role[] };
/** A unit that commands are about. */
type FieldUnit = { readonly unitId: UnitId; readonly courtCode: CourtCode };
export type World = { readonly storageDir: string; readonly hallId: string; readonly seats: readonly Seat[]; readonly units: readonly FieldUnit[] };

/** The token of a console by its number; consoles take the seats in turn. Errors: when there are more consoles than tokens. */
export function tokenOf({ seats }: World, console_: number): string {
  const token = seats[console_ % seats.length]?.tokens[Math.floor(console_ / seats.length)];
  if (token === undefined) {
    throw new Error(`there is no token for console ${console_}`);
  }
  return token;
}

/** What the seat's session sees the hall with. */
export function viewerOf({ courtCode: own, roles }: Seat): Viewer {
  return { courtCode: own, capabilities: new Set(capabilitiesOfPerson(roles, { mustChangePassword: false })) };
}

/** The log of a hall that does not run. The caller closes it. Errors: StorageError (the hall runs after all). */
export async function openLog(storageDir: string): Promise<{ log: EventLog; storage: Storage; close: () => Promise<void> }> {
  const storage = await openStorage({ storageDir, databaseUrl: null, exclusive: true });
  const log = await EventLog.open({ journal: storage.journal, key: openSigningKey(storage.folder, 'log'), now: Date.now, log: pino({ level: 'warn' }, pino.destination(2)) });
  const close = async () => {
    await log.close();
    await storage.close();
  };
  return { log, storage, close };
}

/** Puts events into the log by the hall's own hand. */
async function record(log: EventLog, name: string, events: (state: EventLog['state']) => readonly NewEvent[]): Promise<void> {
  await log.execute({ commandId: null, name, input: {}, actor: { kind: 'hall' }, via: null, decide: (state) => ({ events: events(state), answer: () => ({}) }) });
}

/** A hall's folder before its first start: 95 courts, 100 people, 200 units with a camera each, 20 machines. */
export async function makeWorld(storageDir: string): Promise<World> {
  const { log, storage, close } = await openLog(storageDir);
  try {
    await createCourts({ log }).ensureCourts();
    const seats = await makeSeats(log, storage);
    const units = Array.from({ length: UNITS }, (_, index) => ({ unitId: unitId.parse(randomUUIDv7()), courtCode: courtAt(UNIT_COURTS, index) }));
    for (const [index, unit] of units.entries()) {
      await record(log, 'bench.enrol', (state) => enrolUnit(state, { ...unit, name: `单兵${index}`, teamName: `执行${index % 20}组`, kind: 'recorder', expiresAt: 1 }).events);
      await record(log, 'bench.camera', (state) => openFeed(state, { unitId: unit.unitId, label: 'main', feedId: feedId.parse(randomUUIDv7()) }).events);
    }
    for (let index = 0; index < DEVICES; index += 1) {
      const device = { deviceId: deviceId.parse(randomUUIDv7()), courtCode: courtAt(SEAT_COURTS, index), name: `大屏${index}`, kind: 'console' as const };
      await record(log, 'bench.device', (state) => enrolDevice(state, { ...device, expiresAt: 1 }).events);
    }
    return { storageDir, hallId: storage.hallId, seats, units };
  } finally {
    await close();
  }
}

/** The first people have tokens, as if they had signed in; the others are on the register. */
async function makeSeats(log: EventLog, storage: Storage): Promise<Seat[]> {
  const authority = createTokenAuthority({ hallId: storage.hallId, key: openSigningKey(storage.folder, 'token'), tokens: storage.stores.tokens, now: Date.now });
  const seats: Seat[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    const seated = index < SEAT_COURTS.length * SEAT_ROLES.length;
    const role = SEAT_ROLES[Math.floor(index / SEAT_COURTS.length)] ?? 'dutyOfficer';
    const person = { userId: userId.parse(randomUUIDv7()), name: `值班员${index}`, courtCode: courtAt(seated ? SEAT_COURTS : UNIT_COURTS, index), roles: [role] };
    await record(log, 'bench.person', (state) => createUser(state, { ...person, username: `person${index}`, phone: null }).events);
    if (seated) {
      const tokens: string[] = [];
      for (let count = 0; count < TOKENS; count += 1) {
        const { token, record: issued } = await authority.mint({ role: 'person', userId: person.userId, courtCode: person.courtCode, clientName: 'bench', remoteAddress: '127.0.0.1', lifetimeMs: DAY_MS });
        await storage.stores.tokens.insert(issued);
        tokens.push(token);
      }
      seats.push({ tokens, ...person });
    }
  }
  return seats;
}

function courtAt(codes: readonly string[], index: number): CourtCode {
  return courtCode.parse(codes[index % codes.length]);
}
