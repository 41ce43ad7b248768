import { AppError } from '#protocol/errors.ts';
import { JournalError } from '../ports/journal.ts';
import type { Stores } from '../ports/stores.ts';
import type { Database } from './database/database.ts';

type Faults = Pick<Database, 'faultOf'>;

/** As it is thrown to the rooms: JournalError, unless a room threw it itself. */
export function asJournalError(error: unknown, { faultOf }: Faults): Error {
  return error instanceof JournalError || error instanceof AppError ? error : new JournalError(faultOf(error), { cause: error });
}

/** The same methods, throwing JournalError only; `onFailure` hears each. */
export function guard<Methods extends object>(methods: Methods, faults: Faults, onFailure: (error: Error) => void = () => undefined): Methods {
  const guarded = Object.entries(methods).map(([name, method]) => [
    name,
    async (...values: unknown[]) => {
      try {
        return await (method as (...values: unknown[]) => Promise<unknown>)(...values);
      } catch (cause) {
        const error = asJournalError(cause, faults);
        onFailure(error);
        throw error;
      }
    },
  ]);
  return Object.fromEntries(guarded) as Methods;
}

export function guardStores(stores: Stores, faults: Faults, onFailure?: (error: Error) => void): Stores {
  return {
    tokens: guard(stores.tokens, faults, onFailure),
    credentials: guard(stores.credentials, faults, onFailure),
    codes: guard(stores.codes, faults, onFailure),
    contacts: guard(stores.contacts, faults, onFailure),
    sightings: guard(stores.sightings, faults, onFailure),
    parties: guard(stores.parties, faults, onFailure),
    callers: guard(stores.callers, faults, onFailure),
    preferences: guard(stores.preferences, faults, onFailure),
    sourceSecrets: guard(stores.sourceSecrets, faults, onFailure),
    grants: guard(stores.grants, faults, onFailure),
    taskForms: guard(stores.taskForms, faults, onFailure),
    taskDrafts: guard(stores.taskDrafts, faults, onFailure),
    signingKeys: guard(stores.signingKeys, faults, onFailure),
    partners: guard(stores.partners, faults, onFailure),
  };
}
