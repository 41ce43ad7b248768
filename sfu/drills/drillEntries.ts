import { setImmediate } from 'node:timers/promises';
import { AppError } from '#protocol/errors.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { JournalError, type Journal } from '../ports/journal.ts';

const PAGE = 500;

/** Everything from this entry to that one, oldest first; of a long exercise in pieces, so that the hall goes on meanwhile. Errors: logUnavailable. */
export async function drillEntries(journal: Pick<Journal, 'read'>, { from, upTo }: { readonly from: number; readonly upTo: number }): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for (let after = from - 1; after < upTo;) {
      const page = await journal.read({ after, limit: Math.min(PAGE, upTo - after) });
      const last = page.at(-1);
      if (last === undefined) {
        break;
      }
      entries.push(...page);
      after = last.sequence;
      await setImmediate();
    }
    return entries;
  } catch (error) {
    if (error instanceof JournalError) {
      throw new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } });
    }
    throw error;
  }
}
