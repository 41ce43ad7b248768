import { AppError } from '#protocol/errors.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { Preference, PreferenceKey } from '#protocol/nouns/preferences.ts';
import { JournalError } from '../ports/journal.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';

type Options = { readonly stores: Pick<Stores, 'preferences'>; /** Ms since the epoch. */ readonly now: () => number };

export interface Preferences {
  readonly handlers: HandlersOf<'preference'>;
}

/** What each person likes on their desks, wherever they sit down. */
export function createPreferences({ stores, now }: Options): Preferences {
  async function newest(userId: UserId, key: PreferenceKey): Promise<Preference | null> {
    const kept = await stores.preferences.find({ userId, key });
    return kept === undefined ? null : { key, ...kept };
  }

  return {
    handlers: {
      'preference.read': ({ key }, session) => ofPerson(session, async (userId) => ({ preference: await newest(userId, key) })),
      'preference.save': (data, session) =>
        ofPerson(session, async (userId) => {
          const saved = await stores.preferences.save({ userId, ...data, savedAt: now() });
          return { saved, preference: await newest(userId, data.key) };
        }),
    },
  };
}

/** Errors: notFound where nobody is signed in, logUnavailable. */
async function ofPerson<Answer>({ userId }: Session, work: (userId: UserId) => Promise<Answer>): Promise<Answer> {
  if (userId === null) {
    throw new AppError('notFound');
  }
  try {
    return await work(userId);
  } catch (error) {
    if (error instanceof JournalError) {
      throw new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } });
    }
    throw error;
  }
}
