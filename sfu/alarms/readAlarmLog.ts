import { AppError } from '#protocol/errors.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Entry, WireEntry } from '#protocol/nouns/log.ts';
import { JournalError, type Journal } from '../ports/journal.ts';

/** More than this happened to no alarm. */
const MOST = 500;

/** The alarm and its orders, as far as the reader's court sees them, oldest first. Errors: logUnavailable. */
export async function readAlarmLog(journal: Pick<Journal, 'query'>, { alarmId, help }: Alarm, seenFrom: CourtCode): Promise<RequestOutput<'alarm.log'>> {
  const subjects = [`alarm/${alarmId}`, ...(help?.orders ?? []).map(({ orderId }) => `order/${orderId}`)];
  try {
    const entries = await journal.query({ filter: {}, subjects, seenFrom, before: null, limit: MOST });
    return { entries: entries.toReversed().map(wireOf) };
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
