import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { TokenId, UserId } from '#protocol/nouns/ids.ts';
import { openGuest, openOperator, type HallPlace } from '../../sfu/commands/openOperator.ts';
import { courtOf, newCommandId } from '../../sfu/operator/commandLine.ts';
import type { OperatorLink } from '../../sfu/operator/operatorLink.ts';
import { redeemCode } from '../../sfu/operator/redeemCode.ts';
import type { CastMember } from './cast.ts';

const CLIENT = { name: 'demo', version: '0' };

/** Enrols a console or an observer in the running hall, by the doors that every machine takes, and answers its token. */
export function enrolDevice(options: { hall: HallPlace; role: 'console' | 'observer'; name: string; courtCode?: string }): Promise<string> {
  const { hall, role, name, courtCode = '闽' } = options;
  return asOperator(hall, async (link) => {
    const court = courtOf(await link.snapshot(), courtCode);
    const { enrolment } = await link.request('device.enrol', { commandId: newCommandId(), courtCode: court, name, kind: role });
    return (await redeemCode(link, enrolment.code)).token;
  });
}

/** Makes accounts and brings each from its one-time password to this one, as the person would at the first sign-in. */
export function createPeople(options: { hall: HallPlace; people: readonly (Omit<CastMember, 'phone'> & { readonly phone?: string })[]; password: string }): Promise<UserId[]> {
  const { hall, people, password } = options;
  return asOperator(hall, async (link) => {
    const snapshot = await link.snapshot();
    const userIds: UserId[] = [];
    for (const { username, name, courtCode, roles, phone } of people) {
      const { user, oneTimePassword } = await link.request('user.create', {
        commandId: newCommandId(), username, name, courtCode: courtOf(snapshot, courtCode), roles: [...roles], phone: phone ?? null,
      });
      const { tokenId } = await changePassword(hall, { username, present: oneTimePassword, next: password });
      // Nobody sits there: the list of who is signed in shows those who are.
      await link.request('user.endSession', { commandId: newCommandId(), tokenId, reason: '账号已开通' });
      userIds.push(user.userId);
    }
    return userIds;
  });
}

/** Signs the person in and answers the token. */
export async function signInPerson(options: { hall: HallPlace; username: string; password: string }): Promise<string> {
  const { hall, username, password } = options;
  const guest = await openGuest(hall);
  try {
    return (await guest.request('session.signIn', { username, password, client: CLIENT })).token;
  } finally {
    guest.close();
  }
}

async function changePassword(hall: HallPlace, { username, present, next }: { username: string; present: string; next: string }): Promise<{ tokenId: TokenId }> {
  const socket = await openGuest(hall);
  try {
    const { token, tokenId } = await socket.request('session.signIn', { username, password: present, client: CLIENT });
    await socket.request('session.hello', { protocolVersion: PROTOCOL_VERSION, token, purpose: 'desk', client: CLIENT });
    await socket.request('session.changePassword', { present, next });
    return { tokenId };
  } finally {
    socket.close();
  }
}

async function asOperator<Result>(hall: HallPlace, work: (link: OperatorLink) => Promise<Result>): Promise<Result> {
  const link = await openOperator(hall);
  try {
    return await work(link);
  } finally {
    link.close();
  }
}
