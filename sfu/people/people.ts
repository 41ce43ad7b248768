import type { HandlersOf } from '../ports/session.ts';
import { accountHandlers } from './accountHandlers.ts';
import { endConnections } from './endConnections.ts';
import { createOneTimePasswords } from './oneTimePassword.ts';
import type { PeopleOptions } from './peopleOptions.ts';
import { personalHandlers } from './personalHandlers.ts';
import { signInHandlers } from './signInHandlers.ts';

export interface People {
  readonly handlers: HandlersOf<'user'>;
}

/** Accounts of people, their passwords and sign-ins as others manage them, and their phone numbers. */
export function createPeople(options: PeopleOptions): People {
  const oneTimePasswords = createOneTimePasswords(options, endConnections(options));
  return { handlers: { ...accountHandlers({ ...options, oneTimePasswords }), ...signInHandlers(options), ...personalHandlers(options) } };
}
