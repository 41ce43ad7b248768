import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import type { UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Scenario } from '#protocol/scenario/scenario.ts';
import type { Cast } from '#domain/drills/names.ts';
import { openGuest, openOperator, type HallPlace } from '../../sfu/commands/openOperator.ts';
import { courtOf, newCommandId } from '../../sfu/operator/commandLine.ts';
import type { OperatorLink } from '../../sfu/operator/operatorLink.ts';
import { redeemCode } from '../../sfu/operator/redeemCode.ts';

/** Who leads the exercise (导调): starts and ends it, and reads its log. */
export const LEADER = { ref: 'leader', username: 'daotiao', name: '演练导调员', court: '闽', roles: ['commander' as const] };

const CLIENT = { name: 'scenario', version: '1' };

export type EnrolledCast = {
  readonly cast: Cast;
  readonly leaderToken: string;
  /** By their names in the file. */
  readonly unitTokens: ReadonlyMap<string, string>;
  readonly personTokens: ReadonlyMap<string, string>;
};

/**
 * Makes everyone who plays, in the running hall, by the doors that everybody takes; whoever is there already gets a new code or this
 * password. Errors: PlaceError, what the hall answers.
 */
export async function enrolCast({ hall, scenario, password }: { readonly hall: HallPlace; readonly scenario: Scenario; readonly password: string }): Promise<EnrolledCast> {
  const link = await openOperator(hall);
  try {
    const snapshot = await link.snapshot();
    const units: Record<string, UnitId> = {};
    const unitTokens = new Map<string, string>();
    for (const unit of scenario.units) {
      const { unitId, code } = await enrolUnit(link, snapshot, unit);
      units[unit.ref] = unitId;
      unitTokens.set(unit.ref, (await redeemCode(link, code)).token);
    }
    const people: Record<string, UserId> = {};
    const personTokens = new Map<string, string>();
    for (const person of [LEADER, ...scenario.people]) {
      const { userId, oneTimePassword } = await account(link, snapshot, person);
      const { username } = person;
      await changePassword(hall, { username, present: oneTimePassword, next: password });
      people[person.ref] = userId;
      personTokens.set(person.ref, await signIn(hall, username, password));
    }
    const leaderToken = personTokens.get(LEADER.ref) ?? '';
    return { cast: { units, people: Object.fromEntries(Object.entries(people).filter(([ref]) => ref !== LEADER.ref)) }, leaderToken, unitTokens, personTokens };
  } finally {
    link.close();
  }
}

async function enrolUnit(link: OperatorLink, snapshot: HallSnapshot, { name, team: teamName, court, kind }: Scenario['units'][number]): Promise<{ unitId: UnitId; code: string }> {
  const known = snapshot.units.find((unit) => unit.name === name && unit.courtCode === court && unit.state === 'enrolled');
  if (known !== undefined) {
    const { enrolment } = await link.request('unit.issueCode', { commandId: newCommandId(), unitId: known.unitId });
    return { unitId: known.unitId, code: enrolment.code };
  }
  const { unit, enrolment } = await link.request('unit.enrol', { commandId: newCommandId(), courtCode: courtOf(snapshot, court), name, teamName, kind });
  return { unitId: unit.unitId, code: enrolment.code };
}

type Account = Pick<Scenario['people'][number], 'username' | 'name' | 'roles'> & { readonly court: string };

async function account(link: OperatorLink, snapshot: HallSnapshot, { username, name, court, roles }: Account): Promise<{ userId: UserId; oneTimePassword: string }> {
  const known = snapshot.users.find((user) => user.username === username);
  if (known !== undefined) {
    const { oneTimePassword } = await link.request('user.resetPassword', { commandId: newCommandId(), userId: known.userId });
    return { userId: known.userId, oneTimePassword };
  }
  const { user, oneTimePassword } = await link.request('user.create', { commandId: newCommandId(), username, name, courtCode: courtOf(snapshot, court), roles: [...roles], phone: null });
  return { userId: user.userId, oneTimePassword };
}

async function changePassword(hall: HallPlace, { username, present, next }: { username: string; present: string; next: string }): Promise<void> {
  const socket = await openGuest(hall);
  try {
    const { token } = await socket.request('session.signIn', { username, password: present, client: CLIENT });
    await socket.request('session.hello', { protocolVersion: PROTOCOL_VERSION, token, purpose: 'desk', client: CLIENT });
    await socket.request('session.changePassword', { present, next });
  } finally {
    socket.close();
  }
}

async function signIn(hall: HallPlace, username: string, password: string): Promise<string> {
  const guest = await openGuest(hall);
  try {
    return (await guest.request('session.signIn', { username, password, client: CLIENT })).token;
  } finally {
    guest.close();
  }
}
