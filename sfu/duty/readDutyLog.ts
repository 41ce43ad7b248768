import { AppError } from '#protocol/errors.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { Entry, WireEntry } from '#protocol/nouns/log.ts';
import { JournalError, type Journal } from '../ports/journal.ts';

/**
 * One court's duty book. Asked for by its subjects, because a search by court also finds the courts below it,
 * and the high court's own entries are few among those of a hundred. Errors: logUnavailable.
 */
export async function readDutyLog(journal: Pick<Journal, 'query'>, { courtCode, before, limit }: RequestData<'duty.log'>): Promise<RequestOutput<'duty.log'>> {
  const subjects = [...DUTY_POSTS.map((post) => `duty/${courtCode}/${post}`), `centre/${courtCode}`];
  const ask = (subject: string) => journal.query({ filter: { subject }, seenFrom: courtCode, before: before ?? null, limit: limit + 1 });
  try {
    const found = (await Promise.all(subjects.map(ask))).flat().toSorted((left, right) => right.sequence - left.sequence);
    return { entries: found.slice(0, limit).map(wireOf), more: found.length > limit };
  } catch (error) {
    if (error instanceof JournalError) {
      throw new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } });
    }
    throw error;
  }
}

/** Hashes, commands and sessions are for auditors. */
function wireOf({ sequence, at, name, subject, version, courtCode, actor, data }: Entry): WireEntry {
  return { sequence, at, name, subject, version, courtCode, actor, data };
}
