import { AppError } from '#protocol/errors.ts';
import type { LogStatus } from '#protocol/nouns/log.ts';
import { JournalError, type JournalFault } from '../ports/journal.ts';

const REASONS: Record<JournalFault, NonNullable<LogStatus['reason']>> = {
  diskFull: 'diskFull',
  readOnly: 'readOnly',
  away: 'databaseAway',
  conflict: 'failed',
  failed: 'failed',
};

/** The same work; when the database cannot be asked, whoever comes is told so in place of «something went wrong». Errors: logUnavailable instead of JournalError. */
export function saidPlainly<Input extends unknown[], Result>(work: (...input: Input) => Result | Promise<Result>): (...input: Input) => Promise<Result> {
  return async (...input) => {
    try {
      return await work(...input);
    } catch (cause) {
      throw cause instanceof JournalError ? new AppError('logUnavailable', { cause, params: { reason: REASONS[cause.fault] } }) : cause;
    }
  };
}
