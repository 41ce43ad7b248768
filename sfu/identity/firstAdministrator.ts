import { randomUUIDv7 } from 'node:crypto';
import { createUser } from '#domain/people/decideUser.ts';
import { courtCode as courtCodeSchema, userId as userIdSchema } from '#protocol/nouns/ids.ts';
import type { Secrets } from '../ports/identity.ts';
import type { HallLog } from '../ports/log.ts';
import { blankCredential } from './passwords/blankCredential.ts';

/** The account of the first start, and the only time its password is told. */
export type FirstAdministrator = { readonly username: string; readonly password: string };

const USERNAME = 'admin';
const NAME = '系统管理员';

/** Makes the account that makes all others; null when there are people already. */
export async function createFirstAdministrator(options: {
  readonly log: HallLog;
  readonly secrets: Pick<Secrets, 'newPassword'>;
  readonly courtCode: string;
}): Promise<FirstAdministrator | null> {
  const { log, secrets } = options;
  if (!log.state.users.isEmpty()) {
    return null;
  }
  const userId = userIdSchema.parse(randomUUIDv7());
  const courtCode = courtCodeSchema.parse(options.courtCode);
  const { password, passwordHash } = await secrets.newPassword();
  await log.execute({
    commandId: null,
    name: 'user.create',
    input: { userId },
    actor: { kind: 'hall' },
    via: null,
    decide: (state) => createUser(state, { userId, username: USERNAME, name: NAME, courtCode, roles: ['administrator'], phone: null }),
    also: ({ credentials }) => credentials.put({ ...blankCredential(userId), passwordHash, mustChange: true }),
  });
  return { username: USERNAME, password };
}
